var lt=Object.defineProperty;var ht=Object.getOwnPropertyDescriptor;var m=(o,e,t,r)=>{for(var s=r>1?void 0:r?ht(e,t):e,i=o.length-1,n;i>=0;i--)(n=o[i])&&(s=(r?n(e,t,s):n(s))||s);return r&&s&&lt(e,t,s),s};var $=(o,e)=>{customElements.get(o)||customElements.define(o,e)};var F=globalThis,K=F.ShadowRoot&&(F.ShadyCSS===void 0||F.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,ee=Symbol(),fe=new WeakMap,z=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==ee)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(K&&e===void 0){let r=t!==void 0&&t.length===1;r&&(e=fe.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),r&&fe.set(t,e))}return e}toString(){return this.cssText}},ge=o=>new z(typeof o=="string"?o:o+"",void 0,ee),M=(o,...e)=>{let t=o.length===1?o[0]:e.reduce((r,s,i)=>r+(n=>{if(n._$cssResult$===!0)return n.cssText;if(typeof n=="number")return n;throw Error("Value passed to 'css' function must be a 'css' function result: "+n+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+o[i+1],o[0]);return new z(t,o,ee)},ve=(o,e)=>{if(K)o.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let r=document.createElement("style"),s=F.litNonce;s!==void 0&&r.setAttribute("nonce",s),r.textContent=t.cssText,o.appendChild(r)}},te=K?o=>o:o=>o instanceof CSSStyleSheet?(e=>{let t="";for(let r of e.cssRules)t+=r.cssText;return ge(t)})(o):o;var{is:dt,defineProperty:mt,getOwnPropertyDescriptor:ut,getOwnPropertyNames:ft,getOwnPropertySymbols:gt,getPrototypeOf:vt}=Object,G=globalThis,ye=G.trustedTypes,yt=ye?ye.emptyScript:"",_t=G.reactiveElementPolyfillSupport,N=(o,e)=>o,j={toAttribute(o,e){switch(e){case Boolean:o=o?yt:null;break;case Object:case Array:o=o==null?o:JSON.stringify(o)}return o},fromAttribute(o,e){let t=o;switch(e){case Boolean:t=o!==null;break;case Number:t=o===null?null:Number(o);break;case Object:case Array:try{t=JSON.parse(o)}catch{t=null}}return t}},J=(o,e)=>!dt(o,e),_e={attribute:!0,type:String,converter:j,reflect:!1,useDefault:!1,hasChanged:J};Symbol.metadata??=Symbol("metadata"),G.litPropertyMetadata??=new WeakMap;var _=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=_e){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let r=Symbol(),s=this.getPropertyDescriptor(e,r,t);s!==void 0&&mt(this.prototype,e,s)}}static getPropertyDescriptor(e,t,r){let{get:s,set:i}=ut(this.prototype,e)??{get(){return this[t]},set(n){this[t]=n}};return{get:s,set(n){let c=s?.call(this);i?.call(this,n),this.requestUpdate(e,c,r)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??_e}static _$Ei(){if(this.hasOwnProperty(N("elementProperties")))return;let e=vt(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(N("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(N("properties"))){let t=this.properties,r=[...ft(t),...gt(t)];for(let s of r)this.createProperty(s,t[s])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[r,s]of t)this.elementProperties.set(r,s)}this._$Eh=new Map;for(let[t,r]of this.elementProperties){let s=this._$Eu(t,r);s!==void 0&&this._$Eh.set(s,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let r=new Set(e.flat(1/0).reverse());for(let s of r)t.unshift(te(s))}else e!==void 0&&t.push(te(e));return t}static _$Eu(e,t){let r=t.attribute;return r===!1?void 0:typeof r=="string"?r:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let r of t.keys())this.hasOwnProperty(r)&&(e.set(r,this[r]),delete this[r]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return ve(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,r){this._$AK(e,r)}_$ET(e,t){let r=this.constructor.elementProperties.get(e),s=this.constructor._$Eu(e,r);if(s!==void 0&&r.reflect===!0){let i=(r.converter?.toAttribute!==void 0?r.converter:j).toAttribute(t,r.type);this._$Em=e,i==null?this.removeAttribute(s):this.setAttribute(s,i),this._$Em=null}}_$AK(e,t){let r=this.constructor,s=r._$Eh.get(e);if(s!==void 0&&this._$Em!==s){let i=r.getPropertyOptions(s),n=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:j;this._$Em=s;let c=n.fromAttribute(t,i.type);this[s]=c??this._$Ej?.get(s)??c,this._$Em=null}}requestUpdate(e,t,r,s=!1,i){if(e!==void 0){let n=this.constructor;if(s===!1&&(i=this[e]),r??=n.getPropertyOptions(e),!((r.hasChanged??J)(i,t)||r.useDefault&&r.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(n._$Eu(e,r))))return;this.C(e,t,r)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:r,reflect:s,wrapped:i},n){r&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,n??t??this[e]),i!==!0||n!==void 0)||(this._$AL.has(e)||(this.hasUpdated||r||(t=void 0),this._$AL.set(e,t)),s===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,i]of this._$Ep)this[s]=i;this._$Ep=void 0}let r=this.constructor.elementProperties;if(r.size>0)for(let[s,i]of r){let{wrapped:n}=i,c=this[s];n!==!0||this._$AL.has(s)||c===void 0||this.C(s,void 0,i,c)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(r=>r.hostUpdate?.()),this.update(t)):this._$EM()}catch(r){throw e=!1,this._$EM(),r}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};_.elementStyles=[],_.shadowRootOptions={mode:"open"},_[N("elementProperties")]=new Map,_[N("finalized")]=new Map,_t?.({ReactiveElement:_}),(G.reactiveElementVersions??=[]).push("2.1.2");var ce=globalThis,be=o=>o,Z=ce.trustedTypes,$e=Z?Z.createPolicy("lit-html",{createHTML:o=>o}):void 0,He="$lit$",w=`lit$${Math.random().toFixed(9).slice(2)}$`,Ce="?"+w,bt=`<${Ce}>`,S=document,q=()=>S.createComment(""),B=o=>o===null||typeof o!="object"&&typeof o!="function",pe=Array.isArray,$t=o=>pe(o)||typeof o?.[Symbol.iterator]=="function",re=`[ 	
\f\r]`,D=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,we=/-->/g,xe=/>/g,x=RegExp(`>|${re}(?:([^\\s"'>=/]+)(${re}*=${re}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Ae=/'/g,Se=/"/g,Oe=/^(?:script|style|textarea|title)$/i,le=o=>(e,...t)=>({_$litType$:o,strings:e,values:t}),p=le(1),cr=le(2),pr=le(3),E=Symbol.for("lit-noChange"),h=Symbol.for("lit-nothing"),Ee=new WeakMap,A=S.createTreeWalker(S,129);function ke(o,e){if(!pe(o)||!o.hasOwnProperty("raw"))throw Error("invalid template strings array");return $e!==void 0?$e.createHTML(e):e}var wt=(o,e)=>{let t=o.length-1,r=[],s,i=e===2?"<svg>":e===3?"<math>":"",n=D;for(let c=0;c<t;c++){let a=o[c],f,g,l=-1,y=0;for(;y<a.length&&(n.lastIndex=y,g=n.exec(a),g!==null);)y=n.lastIndex,n===D?g[1]==="!--"?n=we:g[1]!==void 0?n=xe:g[2]!==void 0?(Oe.test(g[2])&&(s=RegExp("</"+g[2],"g")),n=x):g[3]!==void 0&&(n=x):n===x?g[0]===">"?(n=s??D,l=-1):g[1]===void 0?l=-2:(l=n.lastIndex-g[2].length,f=g[1],n=g[3]===void 0?x:g[3]==='"'?Se:Ae):n===Se||n===Ae?n=x:n===we||n===xe?n=D:(n=x,s=void 0);let b=n===x&&o[c+1].startsWith("/>")?" ":"";i+=n===D?a+bt:l>=0?(r.push(f),a.slice(0,l)+He+a.slice(l)+w+b):a+w+(l===-2?c:b)}return[ke(o,i+(o[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),r]},W=class o{constructor({strings:e,_$litType$:t},r){let s;this.parts=[];let i=0,n=0,c=e.length-1,a=this.parts,[f,g]=wt(e,t);if(this.el=o.createElement(f,r),A.currentNode=this.el.content,t===2||t===3){let l=this.el.content.firstChild;l.replaceWith(...l.childNodes)}for(;(s=A.nextNode())!==null&&a.length<c;){if(s.nodeType===1){if(s.hasAttributes())for(let l of s.getAttributeNames())if(l.endsWith(He)){let y=g[n++],b=s.getAttribute(l).split(w),I=/([.?@])?(.*)/.exec(y);a.push({type:1,index:i,name:I[2],strings:b,ctor:I[1]==="."?oe:I[1]==="?"?ie:I[1]==="@"?ne:O}),s.removeAttribute(l)}else l.startsWith(w)&&(a.push({type:6,index:i}),s.removeAttribute(l));if(Oe.test(s.tagName)){let l=s.textContent.split(w),y=l.length-1;if(y>0){s.textContent=Z?Z.emptyScript:"";for(let b=0;b<y;b++)s.append(l[b],q()),A.nextNode(),a.push({type:2,index:++i});s.append(l[y],q())}}}else if(s.nodeType===8)if(s.data===Ce)a.push({type:2,index:i});else{let l=-1;for(;(l=s.data.indexOf(w,l+1))!==-1;)a.push({type:7,index:i}),l+=w.length-1}i++}}static createElement(e,t){let r=S.createElement("template");return r.innerHTML=e,r}};function C(o,e,t=o,r){if(e===E)return e;let s=r!==void 0?t._$Co?.[r]:t._$Cl,i=B(e)?void 0:e._$litDirective$;return s?.constructor!==i&&(s?._$AO?.(!1),i===void 0?s=void 0:(s=new i(o),s._$AT(o,t,r)),r!==void 0?(t._$Co??=[])[r]=s:t._$Cl=s),s!==void 0&&(e=C(o,s._$AS(o,e.values),s,r)),e}var se=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:r}=this._$AD,s=(e?.creationScope??S).importNode(t,!0);A.currentNode=s;let i=A.nextNode(),n=0,c=0,a=r[0];for(;a!==void 0;){if(n===a.index){let f;a.type===2?f=new V(i,i.nextSibling,this,e):a.type===1?f=new a.ctor(i,a.name,a.strings,this,e):a.type===6&&(f=new ae(i,this,e)),this._$AV.push(f),a=r[++c]}n!==a?.index&&(i=A.nextNode(),n++)}return A.currentNode=S,s}p(e){let t=0;for(let r of this._$AV)r!==void 0&&(r.strings!==void 0?(r._$AI(e,r,t),t+=r.strings.length-2):r._$AI(e[t])),t++}},V=class o{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,r,s){this.type=2,this._$AH=h,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=r,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=C(this,e,t),B(e)?e===h||e==null||e===""?(this._$AH!==h&&this._$AR(),this._$AH=h):e!==this._$AH&&e!==E&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):$t(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==h&&B(this._$AH)?this._$AA.nextSibling.data=e:this.T(S.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:r}=e,s=typeof r=="number"?this._$AC(e):(r.el===void 0&&(r.el=W.createElement(ke(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===s)this._$AH.p(t);else{let i=new se(s,this),n=i.u(this.options);i.p(t),this.T(n),this._$AH=i}}_$AC(e){let t=Ee.get(e.strings);return t===void 0&&Ee.set(e.strings,t=new W(e)),t}k(e){pe(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,r,s=0;for(let i of e)s===t.length?t.push(r=new o(this.O(q()),this.O(q()),this,this.options)):r=t[s],r._$AI(i),s++;s<t.length&&(this._$AR(r&&r._$AB.nextSibling,s),t.length=s)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let r=be(e).nextSibling;be(e).remove(),e=r}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},O=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,r,s,i){this.type=1,this._$AH=h,this._$AN=void 0,this.element=e,this.name=t,this._$AM=s,this.options=i,r.length>2||r[0]!==""||r[1]!==""?(this._$AH=Array(r.length-1).fill(new String),this.strings=r):this._$AH=h}_$AI(e,t=this,r,s){let i=this.strings,n=!1;if(i===void 0)e=C(this,e,t,0),n=!B(e)||e!==this._$AH&&e!==E,n&&(this._$AH=e);else{let c=e,a,f;for(e=i[0],a=0;a<i.length-1;a++)f=C(this,c[r+a],t,a),f===E&&(f=this._$AH[a]),n||=!B(f)||f!==this._$AH[a],f===h?e=h:e!==h&&(e+=(f??"")+i[a+1]),this._$AH[a]=f}n&&!s&&this.j(e)}j(e){e===h?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},oe=class extends O{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===h?void 0:e}},ie=class extends O{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==h)}},ne=class extends O{constructor(e,t,r,s,i){super(e,t,r,s,i),this.type=5}_$AI(e,t=this){if((e=C(this,e,t,0)??h)===E)return;let r=this._$AH,s=e===h&&r!==h||e.capture!==r.capture||e.once!==r.once||e.passive!==r.passive,i=e!==h&&(r===h||s);s&&this.element.removeEventListener(this.name,this,r),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ae=class{constructor(e,t,r){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=r}get _$AU(){return this._$AM._$AU}_$AI(e){C(this,e)}};var xt=ce.litHtmlPolyfillSupport;xt?.(W,V),(ce.litHtmlVersions??=[]).push("3.3.3");var Pe=(o,e,t)=>{let r=t?.renderBefore??e,s=r._$litPart$;if(s===void 0){let i=t?.renderBefore??null;r._$litPart$=s=new V(e.insertBefore(q(),i),i,void 0,t??{})}return s._$AI(o),s};var he=globalThis,u=class extends _{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Pe(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};u._$litElement$=!0,u.finalized=!0,he.litElementHydrateSupport?.({LitElement:u});var At=he.litElementPolyfillSupport;At?.({LitElement:u});(he.litElementVersions??=[]).push("4.2.2");var St={attribute:!0,type:String,converter:j,reflect:!1,hasChanged:J},Et=(o=St,e,t)=>{let{kind:r,metadata:s}=t,i=globalThis.litPropertyMetadata.get(s);if(i===void 0&&globalThis.litPropertyMetadata.set(s,i=new Map),r==="setter"&&((o=Object.create(o)).wrapped=!0),i.set(t.name,o),r==="accessor"){let{name:n}=t;return{set(c){let a=e.get.call(this);e.set.call(this,c),this.requestUpdate(n,a,o,!0,c)},init(c){return c!==void 0&&this.C(n,void 0,o,c),c}}}if(r==="setter"){let{name:n}=t;return function(c){let a=this[n];e.call(this,c),this.requestUpdate(n,a,o,!0,c)}}throw Error("Unsupported decorator location: "+r)};function d(o){return(e,t)=>typeof t=="object"?Et(o,e,t):((r,s,i)=>{let n=s.hasOwnProperty(i);return s.constructor.createProperty(i,r),n?Object.getOwnPropertyDescriptor(s,i):void 0})(o,e,t)}var v=M`
  :host {
    color: var(--primary-text-color, #141414);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.6);
  }
  * {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
    font-weight: var(--ha-font-weight-normal, 400);
  }
  h2 {
    font-size: var(--ha-font-size-xl, 20px);
  }
  h3 {
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .second {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: 1px solid var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, 12px);
    overflow: hidden;
  }
  button {
    font: inherit;
    min-height: 40px;
    padding: 0 16px;
    border-radius: 20px;
    border: 1px solid var(--divider-color, #e0e0e0);
    background: none;
    color: var(--primary-text-color, #141414);
    cursor: pointer;
  }
  button.main {
    background: var(--primary-color, #009ac7);
    border-color: transparent;
    color: var(--text-primary-color, #fff);
  }
  button.plain {
    border-color: transparent;
    color: var(--primary-color, #009ac7);
  }
  button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  input,
  select {
    font: inherit;
    min-height: 40px;
    padding: 0 12px;
    border-radius: 8px;
    border: 1px solid var(--input-outlined-idle-border-color, var(--divider-color, #bdbdbd));
    background: var(--card-background-color, #fff);
    color: var(--primary-text-color, #141414);
  }
  :focus-visible {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;var k=class extends u{static{this.styles=[v]}render(){return p``}};m([d({attribute:!1})],k.prototype,"hass",2),m([d({attribute:!1})],k.prototype,"overview",2);var P=class extends u{static{this.styles=[v]}render(){return p``}};m([d({attribute:!1})],P.prototype,"hass",2),m([d({attribute:!1})],P.prototype,"overview",2);var R=class extends u{static{this.styles=[v]}render(){return p``}};m([d({attribute:!1})],R.prototype,"hass",2),m([d({attribute:!1})],R.prototype,"overview",2);var U=class extends u{static{this.styles=[v]}render(){return p``}};m([d({attribute:!1})],U.prototype,"hass",2),m([d({attribute:!1})],U.prototype,"overview",2);var T=class extends u{static{this.styles=[v]}render(){return p``}};m([d({attribute:!1})],T.prototype,"hass",2),m([d({attribute:!1})],T.prototype,"overview",2);var L=class extends u{static{this.styles=[v]}render(){return p``}};m([d({attribute:!1})],L.prototype,"hass",2),m([d({attribute:!1})],L.prototype,"overview",2);var Re={title:"Cameras",failed:"That did not work.",mine:"Mine",who:"Who may see it",waiting:"Waiting for you",happened:"What happened",check_up:"Check-up",menu:"Open the sidebar"};var Ue={};var Te={};var Le={};var ze={};var Me={};var Ne={};var je={};var De={};var qe={};var Be={};var We={};var Ve={};var Ie={};var Fe={};var Ke={};var Ge={};var Je={};var Ze={};var Qe={};var Xe={};var Ye={};var et={};var tt={};var rt={};var st={};var ot={};var it={common:Re,mine:Ue,who:Te,waiting:Le,happened:ze,log:Me,check_up:Ne,welcome:je,card:De},nt={common:qe,mine:Be,who:We,waiting:Ve,happened:Ie,log:Fe,check_up:Ke,welcome:Ge,card:Je},at={common:Ze,mine:Qe,who:Xe,waiting:Ye,happened:et,log:tt,check_up:rt,welcome:st,card:ot};var de={en:it,id:nt,"zh-Hans":at},er=o=>{let e=o.language;return e in de?e:(e.split("-")[0]??"")in de?e.split("-")[0]??"en":"en"},tr=(o,e)=>{let t=e.split(".").reduce((r,s)=>typeof r=="object"?r[s]:void 0,o);return typeof t=="string"?t:void 0},X=(o,e,t={})=>{for(let r of new Set([er(o),"en"])){let s=[e];typeof t.count=="number"&&s.unshift(`${e}_${new Intl.PluralRules(r).select(t.count)}`,`${e}_other`);for(let i of s){let n=tr(de[r],i);if(n!==void 0)return n.replace(/\{(\w+)\}/g,(c,a)=>String(t[a]??c))}}return e};var ct=(o,e)=>o.connection.subscribeMessage(e,{type:"dropcam_privacy/overview/subscribe"});var ue=class{constructor(e){this.hass=e;this.listeners=new Set}listen(e){return this.listeners.add(e),this.last&&e(this.last),this.ending??=ct(this.hass,t=>{this.last=t,this.listeners.forEach(r=>r(t))}).catch(t=>{console.error("dropcam-privacy: no overview",t),this.ending=void 0}),()=>{this.listeners.delete(e),!this.listeners.size&&(this.ending?.then(t=>t?.()),this.ending=this.last=void 0)}}},me=new WeakMap,Y=class{constructor(e){this.host=e;e.addController(this)}hostUpdate(){this.follow()}hostConnected(){this.follow()}hostDisconnected(){this.end?.(),this.end=this.connection=void 0}follow(){let e=this.host.hass;!e||e.connection===this.connection||(this.end?.(),this.connection=e.connection,me.has(e.connection)||me.set(e.connection,new ue(e)),this.end=me.get(e.connection)?.listen(t=>{this.overview=t,this.host.requestUpdate()}))}};var pt=["mine","who","waiting","happened","check_up"],H=class extends u{constructor(){super(...arguments);this.narrow=!1;this.route={prefix:"/dropcam-privacy",path:""};this.heard=new Y(this)}static{this.styles=[v,M`
      :host {
        display: block;
        min-height: 100%;
        background: var(--primary-background-color, #fafafa);
      }
      header {
        display: flex;
        align-items: center;
        min-height: var(--header-height, 56px);
        padding: 0 12px;
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, #fff);
      }
      header h1 {
        font-size: var(--ha-font-size-xl, 20px);
        padding-left: 12px;
      }
      nav {
        display: flex;
        overflow-x: auto;
        border-bottom: 1px solid var(--divider-color, #e0e0e0);
        background: var(--card-background-color, #fff);
      }
      nav button {
        border: none;
        border-radius: 0;
        min-height: 48px;
        white-space: nowrap;
        border-bottom: 2px solid transparent;
      }
      nav button[aria-current] {
        border-bottom-color: var(--primary-color);
        color: var(--primary-color);
      }
      .badge {
        background: var(--error-color, #db4437);
        color: #fff;
        border-radius: 10px;
        padding: 0 6px;
        margin-left: 6px;
        font-size: 12px;
      }
      main {
        max-width: 1200px;
        margin: 0 auto;
        padding: 16px;
      }
    `]}get tab(){let t=this.route.path.split("/")[1]?.replaceAll("-","_");return pt.find(r=>r===t)??"mine"}open(t){history.pushState(null,"",`${this.route.prefix}/${t.replaceAll("_","-")}`),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:!1}}))}shouldUpdate(t){return!!this.hass||t.has("hass")}render(){let{overview:t}=this.heard;return p`
      <header>
        ${this.narrow?p`<button class="plain" aria-label=${X(this.hass,"common.menu")} @click=${this.menu}>☰</button>`:h}
        <h1>${X(this.hass,"common.title")}</h1>
      </header>
      ${t?this.body(t):h}
    `}menu(){this.dispatchEvent(new CustomEvent("hass-toggle-menu",{bubbles:!0,composed:!0}))}body(t){let r=t.accounts.length?pt:[],s=t.accounts.reduce((i,n)=>i+n.waiting,0);return p`
      ${r.length?p`<nav>
            ${r.map(i=>p`<button aria-current=${this.tab===i?"page":h} @click=${()=>this.open(i)}>
                ${X(this.hass,`common.${i}`)}${i==="waiting"&&s?p`<span class="badge">${s}</span>`:h}
              </button>`)}
          </nav>`:h}
      <main>${this.page(r.length?this.tab:"mine",t)}</main>
    `}page(t,r){let{hass:s}=this;if(r.may_set_up&&!r.any)return p`<dropcam-privacy-welcome .hass=${s} .overview=${r}></dropcam-privacy-welcome>`;switch(t){case"mine":return p`<dropcam-privacy-mine .hass=${s} .overview=${r}></dropcam-privacy-mine>`;case"who":return p`<dropcam-privacy-who .hass=${s} .overview=${r}></dropcam-privacy-who>`;case"waiting":return p`<dropcam-privacy-waiting .hass=${s} .overview=${r}></dropcam-privacy-waiting>`;case"happened":return p`<dropcam-privacy-happened .hass=${s} .overview=${r}></dropcam-privacy-happened>`;case"check_up":return p`<dropcam-privacy-check-up .hass=${s} .overview=${r}></dropcam-privacy-check-up>`}}};m([d({attribute:!1})],H.prototype,"hass",2),m([d({type:Boolean})],H.prototype,"narrow",2),m([d({attribute:!1})],H.prototype,"route",2);$("dropcam-privacy-check-up",k);$("dropcam-privacy-happened",P);$("dropcam-privacy-mine",R);$("dropcam-privacy-waiting",U);$("dropcam-privacy-welcome",T);$("dropcam-privacy-who",L);$("dropcam-privacy-panel",H);
