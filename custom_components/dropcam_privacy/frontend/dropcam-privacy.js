var io=Object.defineProperty;var no=Object.getOwnPropertyDescriptor;var l=(i,t,e,a)=>{for(var n=a>1?void 0:a?no(t,e):t,o=i.length-1,s;o>=0;o--)(s=i[o])&&(n=(a?s(t,e,n):s(n))||n);return a&&n&&io(t,e,n),n};var ca=globalThis,la=ca.ShadowRoot&&(ca.ShadyCSS===void 0||ca.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Va=Symbol(),Et=new WeakMap,qe=class{constructor(t,e,a){if(this._$cssResult$=!0,a!==Va)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(la&&t===void 0){let a=e!==void 0&&e.length===1;a&&(t=Et.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),a&&Et.set(e,t))}return t}toString(){return this.cssText}},Ct=i=>new qe(typeof i=="string"?i:i+"",void 0,Va),b=(i,...t)=>{let e=i.length===1?i[0]:t.reduce((a,n,o)=>a+(s=>{if(s._$cssResult$===!0)return s.cssText;if(typeof s=="number")return s;throw Error("Value passed to 'css' function must be a 'css' function result: "+s+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(n)+i[o+1],i[0]);return new qe(e,i,Va)},Ot=(i,t)=>{if(la)i.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let a=document.createElement("style"),n=ca.litNonce;n!==void 0&&a.setAttribute("nonce",n),a.textContent=e.cssText,i.appendChild(a)}},Ga=la?i=>i:i=>i instanceof CSSStyleSheet?(t=>{let e="";for(let a of t.cssRules)e+=a.cssText;return Ct(e)})(i):i;var{is:oo,defineProperty:so,getOwnPropertyDescriptor:ro,getOwnPropertyNames:co,getOwnPropertySymbols:lo,getPrototypeOf:ho}=Object,ha=globalThis,It=ha.trustedTypes,mo=It?It.emptyScript:"",po=ha.reactiveElementPolyfillSupport,Ke=(i,t)=>i,Ve={toAttribute(i,t){switch(t){case Boolean:i=i?mo:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,t){let e=i;switch(t){case Boolean:e=i!==null;break;case Number:e=i===null?null:Number(i);break;case Object:case Array:try{e=JSON.parse(i)}catch{e=null}}return e}},ma=(i,t)=>!oo(i,t),Pt={attribute:!0,type:String,converter:Ve,reflect:!1,useDefault:!1,hasChanged:ma};Symbol.metadata??=Symbol("metadata"),ha.litPropertyMetadata??=new WeakMap;var ne=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Pt){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let a=Symbol(),n=this.getPropertyDescriptor(t,a,e);n!==void 0&&so(this.prototype,t,n)}}static getPropertyDescriptor(t,e,a){let{get:n,set:o}=ro(this.prototype,t)??{get(){return this[e]},set(s){this[e]=s}};return{get:n,set(s){let c=n?.call(this);o?.call(this,s),this.requestUpdate(t,c,a)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Pt}static _$Ei(){if(this.hasOwnProperty(Ke("elementProperties")))return;let t=ho(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(Ke("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Ke("properties"))){let e=this.properties,a=[...co(e),...lo(e)];for(let n of a)this.createProperty(n,e[n])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[a,n]of e)this.elementProperties.set(a,n)}this._$Eh=new Map;for(let[e,a]of this.elementProperties){let n=this._$Eu(e,a);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let a=new Set(t.flat(1/0).reverse());for(let n of a)e.unshift(Ga(n))}else t!==void 0&&e.push(Ga(t));return e}static _$Eu(t,e){let a=e.attribute;return a===!1?void 0:typeof a=="string"?a:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let a of e.keys())this.hasOwnProperty(a)&&(t.set(a,this[a]),delete this[a]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Ot(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,a){this._$AK(t,a)}_$ET(t,e){let a=this.constructor.elementProperties.get(t),n=this.constructor._$Eu(t,a);if(n!==void 0&&a.reflect===!0){let o=(a.converter?.toAttribute!==void 0?a.converter:Ve).toAttribute(e,a.type);this._$Em=t,o==null?this.removeAttribute(n):this.setAttribute(n,o),this._$Em=null}}_$AK(t,e){let a=this.constructor,n=a._$Eh.get(t);if(n!==void 0&&this._$Em!==n){let o=a.getPropertyOptions(n),s=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:Ve;this._$Em=n;let c=s.fromAttribute(e,o.type);this[n]=c??this._$Ej?.get(n)??c,this._$Em=null}}requestUpdate(t,e,a,n=!1,o){if(t!==void 0){let s=this.constructor;if(n===!1&&(o=this[t]),a??=s.getPropertyOptions(t),!((a.hasChanged??ma)(o,e)||a.useDefault&&a.reflect&&o===this._$Ej?.get(t)&&!this.hasAttribute(s._$Eu(t,a))))return;this.C(t,e,a)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:a,reflect:n,wrapped:o},s){a&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,s??e??this[t]),o!==!0||s!==void 0)||(this._$AL.has(t)||(this.hasUpdated||a||(e=void 0),this._$AL.set(t,e)),n===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[n,o]of this._$Ep)this[n]=o;this._$Ep=void 0}let a=this.constructor.elementProperties;if(a.size>0)for(let[n,o]of a){let{wrapped:s}=o,c=this[n];s!==!0||this._$AL.has(n)||c===void 0||this.C(n,void 0,o,c)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(a=>a.hostUpdate?.()),this.update(e)):this._$EM()}catch(a){throw t=!1,this._$EM(),a}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};ne.elementStyles=[],ne.shadowRootOptions={mode:"open"},ne[Ke("elementProperties")]=new Map,ne[Ke("finalized")]=new Map,po?.({ReactiveElement:ne}),(ha.reactiveElementVersions??=[]).push("2.1.2");var Ja=globalThis,Lt=i=>i,pa=Ja.trustedTypes,jt=pa?pa.createPolicy("lit-html",{createHTML:i=>i}):void 0,Qa="$lit$",oe=`lit$${Math.random().toFixed(9).slice(2)}$`,Za="?"+oe,uo=`<${Za}>`,xe=document,Ye=()=>xe.createComment(""),Je=i=>i===null||typeof i!="object"&&typeof i!="function",Xa=Array.isArray,Nt=i=>Xa(i)||typeof i?.[Symbol.iterator]=="function",Ya=`[ 	
\f\r]`,Ge=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Dt=/-->/g,Mt=/>/g,ke=RegExp(`>|${Ya}(?:([^\\s"'>=/]+)(${Ya}*=${Ya}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Rt=/'/g,Ut=/"/g,Bt=/^(?:script|style|textarea|title)$/i,et=i=>(t,...e)=>({_$litType$:i,strings:t,values:e}),d=et(1),se=et(2),ir=et(3),P=Symbol.for("lit-noChange"),m=Symbol.for("lit-nothing"),zt=new WeakMap,_e=xe.createTreeWalker(xe,129);function Wt(i,t){if(!Xa(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return jt!==void 0?jt.createHTML(t):t}var Ft=(i,t)=>{let e=i.length-1,a=[],n,o=t===2?"<svg>":t===3?"<math>":"",s=Ge;for(let c=0;c<e;c++){let h=i[c],g,f,y=-1,$=0;for(;$<h.length&&(s.lastIndex=$,f=s.exec(h),f!==null);)$=s.lastIndex,s===Ge?f[1]==="!--"?s=Dt:f[1]!==void 0?s=Mt:f[2]!==void 0?(Bt.test(f[2])&&(n=RegExp("</"+f[2],"g")),s=ke):f[3]!==void 0&&(s=ke):s===ke?f[0]===">"?(s=n??Ge,y=-1):f[1]===void 0?y=-2:(y=s.lastIndex-f[2].length,g=f[1],s=f[3]===void 0?ke:f[3]==='"'?Ut:Rt):s===Ut||s===Rt?s=ke:s===Dt||s===Mt?s=Ge:(s=ke,n=void 0);let x=s===ke&&i[c+1].startsWith("/>")?" ":"";o+=s===Ge?h+uo:y>=0?(a.push(g),h.slice(0,y)+Qa+h.slice(y)+oe+x):h+oe+(y===-2?c:x)}return[Wt(i,o+(i[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),a]},Qe=class i{constructor({strings:t,_$litType$:e},a){let n;this.parts=[];let o=0,s=0,c=t.length-1,h=this.parts,[g,f]=Ft(t,e);if(this.el=i.createElement(g,a),_e.currentNode=this.el.content,e===2||e===3){let y=this.el.content.firstChild;y.replaceWith(...y.childNodes)}for(;(n=_e.nextNode())!==null&&h.length<c;){if(n.nodeType===1){if(n.hasAttributes())for(let y of n.getAttributeNames())if(y.endsWith(Qa)){let $=f[s++],x=n.getAttribute(y).split(oe),T=/([.?@])?(.*)/.exec($);h.push({type:1,index:o,name:T[2],strings:x,ctor:T[1]==="."?ga:T[1]==="?"?fa:T[1]==="@"?ya:Ae}),n.removeAttribute(y)}else y.startsWith(oe)&&(h.push({type:6,index:o}),n.removeAttribute(y));if(Bt.test(n.tagName)){let y=n.textContent.split(oe),$=y.length-1;if($>0){n.textContent=pa?pa.emptyScript:"";for(let x=0;x<$;x++)n.append(y[x],Ye()),_e.nextNode(),h.push({type:2,index:++o});n.append(y[$],Ye())}}}else if(n.nodeType===8)if(n.data===Za)h.push({type:2,index:o});else{let y=-1;for(;(y=n.data.indexOf(oe,y+1))!==-1;)h.push({type:7,index:o}),y+=oe.length-1}o++}}static createElement(t,e){let a=xe.createElement("template");return a.innerHTML=t,a}};function $e(i,t,e=i,a){if(t===P)return t;let n=a!==void 0?e._$Co?.[a]:e._$Cl,o=Je(t)?void 0:t._$litDirective$;return n?.constructor!==o&&(n?._$AO?.(!1),o===void 0?n=void 0:(n=new o(i),n._$AT(i,e,a)),a!==void 0?(e._$Co??=[])[a]=n:e._$Cl=n),n!==void 0&&(t=$e(i,n._$AS(i,t.values),n,a)),t}var ua=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:a}=this._$AD,n=(t?.creationScope??xe).importNode(e,!0);_e.currentNode=n;let o=_e.nextNode(),s=0,c=0,h=a[0];for(;h!==void 0;){if(s===h.index){let g;h.type===2?g=new Oe(o,o.nextSibling,this,t):h.type===1?g=new h.ctor(o,h.name,h.strings,this,t):h.type===6&&(g=new wa(o,this,t)),this._$AV.push(g),h=a[++c]}s!==h?.index&&(o=_e.nextNode(),s++)}return _e.currentNode=xe,n}p(t){let e=0;for(let a of this._$AV)a!==void 0&&(a.strings!==void 0?(a._$AI(t,a,e),e+=a.strings.length-2):a._$AI(t[e])),e++}},Oe=class i{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,a,n){this.type=2,this._$AH=m,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=a,this.options=n,this._$Cv=n?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=$e(this,t,e),Je(t)?t===m||t==null||t===""?(this._$AH!==m&&this._$AR(),this._$AH=m):t!==this._$AH&&t!==P&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):Nt(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==m&&Je(this._$AH)?this._$AA.nextSibling.data=t:this.T(xe.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:a}=t,n=typeof a=="number"?this._$AC(t):(a.el===void 0&&(a.el=Qe.createElement(Wt(a.h,a.h[0]),this.options)),a);if(this._$AH?._$AD===n)this._$AH.p(e);else{let o=new ua(n,this),s=o.u(this.options);o.p(e),this.T(s),this._$AH=o}}_$AC(t){let e=zt.get(t.strings);return e===void 0&&zt.set(t.strings,e=new Qe(t)),e}k(t){Xa(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,a,n=0;for(let o of t)n===e.length?e.push(a=new i(this.O(Ye()),this.O(Ye()),this,this.options)):a=e[n],a._$AI(o),n++;n<e.length&&(this._$AR(a&&a._$AB.nextSibling,n),e.length=n)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let a=Lt(t).nextSibling;Lt(t).remove(),t=a}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},Ae=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,a,n,o){this.type=1,this._$AH=m,this._$AN=void 0,this.element=t,this.name=e,this._$AM=n,this.options=o,a.length>2||a[0]!==""||a[1]!==""?(this._$AH=Array(a.length-1).fill(new String),this.strings=a):this._$AH=m}_$AI(t,e=this,a,n){let o=this.strings,s=!1;if(o===void 0)t=$e(this,t,e,0),s=!Je(t)||t!==this._$AH&&t!==P,s&&(this._$AH=t);else{let c=t,h,g;for(t=o[0],h=0;h<o.length-1;h++)g=$e(this,c[a+h],e,h),g===P&&(g=this._$AH[h]),s||=!Je(g)||g!==this._$AH[h],g===m?t=m:t!==m&&(t+=(g??"")+o[h+1]),this._$AH[h]=g}s&&!n&&this.j(t)}j(t){t===m?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},ga=class extends Ae{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===m?void 0:t}},fa=class extends Ae{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==m)}},ya=class extends Ae{constructor(t,e,a,n,o){super(t,e,a,n,o),this.type=5}_$AI(t,e=this){if((t=$e(this,t,e,0)??m)===P)return;let a=this._$AH,n=t===m&&a!==m||t.capture!==a.capture||t.once!==a.once||t.passive!==a.passive,o=t!==m&&(a===m||n);n&&this.element.removeEventListener(this.name,this,a),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},wa=class{constructor(t,e,a){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=a}get _$AU(){return this._$AM._$AU}_$AI(t){$e(this,t)}},qt={M:Qa,P:oe,A:Za,C:1,L:Ft,R:ua,D:Nt,V:$e,I:Oe,H:Ae,N:fa,U:ya,B:ga,F:wa},go=Ja.litHtmlPolyfillSupport;go?.(Qe,Oe),(Ja.litHtmlVersions??=[]).push("3.3.3");var Kt=(i,t,e)=>{let a=e?.renderBefore??t,n=a._$litPart$;if(n===void 0){let o=e?.renderBefore??null;a._$litPart$=n=new Oe(t.insertBefore(Ye(),o),o,void 0,e??{})}return n._$AI(i),n};var at=globalThis,w=class extends ne{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Kt(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return P}};w._$litElement$=!0,w.finalized=!0,at.litElementHydrateSupport?.({LitElement:w});var fo=at.litElementPolyfillSupport;fo?.({LitElement:w});(at.litElementVersions??=[]).push("4.2.2");var yo={attribute:!0,type:String,converter:Ve,reflect:!1,hasChanged:ma},wo=(i=yo,t,e)=>{let{kind:a,metadata:n}=e,o=globalThis.litPropertyMetadata.get(n);if(o===void 0&&globalThis.litPropertyMetadata.set(n,o=new Map),a==="setter"&&((i=Object.create(i)).wrapped=!0),o.set(e.name,i),a==="accessor"){let{name:s}=e;return{set(c){let h=t.get.call(this);t.set.call(this,c),this.requestUpdate(s,h,i,!0,c)},init(c){return c!==void 0&&this.C(s,void 0,i,c),c}}}if(a==="setter"){let{name:s}=e;return function(c){let h=this[s];t.call(this,c),this.requestUpdate(s,h,i,!0,c)}}throw Error("Unsupported decorator location: "+a)};function p(i){return(t,e)=>typeof e=="object"?wo(i,t,e):((a,n,o)=>{let s=n.hasOwnProperty(o);return n.constructor.createProperty(o,a),s?Object.getOwnPropertyDescriptor(n,o):void 0})(i,t,e)}function u(i){return p({...i,state:!0,attribute:!1})}var Se=(i,t,e)=>(e.configurable=!0,e.enumerable=!0,Reflect.decorate&&typeof t!="object"&&Object.defineProperty(i,t,e),e);function E(i,t){return(e,a,n)=>{let o=s=>s.renderRoot?.querySelector(i)??null;if(t){let{get:s,set:c}=typeof a=="object"?e:n??(()=>{let h=Symbol();return{get(){return this[h]},set(g){this[h]=g}}})();return Se(e,a,{get(){let h=s.call(this);return h===void 0&&(h=o(this),(h!==null||this.hasUpdated)&&c.call(this,h)),h}})}return Se(e,a,{get(){return o(this)}})}}var S=(i,t,e={})=>i.callWS({type:`dropcam_privacy/${t}`,...e}),ba=(i,t)=>i.connection.subscribeMessage(t,{type:"dropcam_privacy/overview/subscribe"}),va=i=>S(i,"people"),Ie=(i,t,e,a)=>S(i,"camera/private",{camera:t,private:e,...a===void 0?{}:{seconds:a}}),ka=(i,t,e)=>S(i,"camera/on",{camera:t,on:e}),Vt=(i,t,e)=>S(i,"camera/viewers",{camera:t,viewers:e}),Gt=(i,t,e)=>S(i,"camera/allow",{camera:t,allow:e}),Yt=(i,t,e)=>S(i,"account/assistants",{account:t,on:e}),Jt=(i,t,e)=>S(i,"camera/end",{camera:t,watcher:e}),Qt=(i,t,e,a)=>S(i,"camera/original",{camera:t,lock:e,take_over:a}),Zt=(i,t)=>S(i,"scene/question",{camera:t}),Xt=(i,t,e)=>S(i,"scene/answer",{camera:t,answer:e}),_a=(i,t)=>S(i,"scene/set_up",{camera:t}),Ze=(i,t)=>S(i,"scene/off",{camera:t}),ei=(i,t)=>S(i,"scene/anyway",{camera:t}),ai=(i,t)=>S(i,"scene/look",{camera:t}),ti=(i,t)=>S(i,"changes/list",{account:t}),ii=(i,t,e,a,n)=>S(i,"changes/answer",{account:t,change_id:e,accept:a,reject:n}),xa=(i,t)=>S(i,"log/list",{...t}),Xe=(i,t)=>S(i,"log/state",{account:t}),ni=(i,t,e,a,n)=>S(i,"log/days",{account:t,since:e,zone:a,...n===void 0?{}:{camera:n}}),oi=(i,t,e)=>S(i,"log/keep",{account:t,days:e}),si=(i,t)=>S(i,"log/verify",{account:t}),ri=(i,t,e)=>S(i,"log/prove",{account:t,...e}),di=i=>S(i,"check_up"),ci=(i,t)=>S(i,"check_up/fix",{finding:t}),tt=i=>S(i,"set_up/options"),li=(i,t)=>S(i,"set_up",{...t});var bo={menu:"M4 7h16M4 12h16M4 17h16",more:"M12 6v.01M12 12v.01M12 18v.01",shield:"M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6z",off:"M12 4v8M7 7a7 7 0 1 0 10 0",clock:"M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3",sleep:"M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500z",camera:"M3 8h11v9H3zM14 11l6-3v9l-6-3",lost:"M3 8h11v9H3zM14 11l6-3v9l-6-3M4 3l16 18",eye:"M2 12c2-4 6-6 10-6s8 2 10 6c-2 4-6 6-10 6s-8-2-10-6M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6"},U=i=>se`
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor"
    stroke-width=${i==="more"?3.5:1.8} stroke-linecap="round" stroke-linejoin="round">
    <path d=${bo[i]}></path>
  </svg>`;var hi={title:"Cameras",title_waiting:"({count}) Cameras",failed:"That did not work.",mine:"Mine",who:"Who may see it",waiting:"Waiting for you",happened:"What happened",check_up:"Check-up",menu:"Open the sidebar",pages:"Pages",to_answer_one:"{count} change waits for your answer",to_answer_other:"{count} changes wait for your answer",loading:"One moment…",no_connection:"No connection to Home Assistant. It comes back by itself.",no_overview:"Your cameras cannot be shown: {why}",retry:"Try again",close:"Close",cancel:"Cancel"};var mi={yours:"Your cameras",others:"Shared with you",privacy:"Privacy",privacy_of:"Privacy of {camera}",all_private:"All private now",all_private_of:"Make all cameras of {account} private now",not_all:"Not private: {names}. {why}",picture_of:"Picture of {camera}",live_of:"Live picture of {camera}",live:"Live",sleeps:"This camera sleeps to save its battery. Looking at it wakes it.",wake:"Show the picture",why:{privacy_on:"Private",privacy_on_more:"Only its owner sees it now.",camera_off:"Off",camera_off_more:"Nobody sees it, its owner included.",not_now:"Not at this time",not_now_more:"You may look again when your time begins.",not_logged:"Not now",not_logged_more:"It cannot be written down who looks. Until it can, only the owner sees it.",refused:"Not shared with you",unavailable:"Not reachable",unavailable_more:"As soon as the camera answers again, it is here.",no_picture:"No picture",no_picture_more:"The camera gives none at the moment. It is asked again by itself.",ended:"Ended",ended_more:"An owner has ended this. You can look again in a minute.",held:"Held",held_more:"It may be another camera's picture. An owner has to look at it."},doing:{raising:"Everybody else is being cut off…",lowering:"Still private, until it is stored that privacy has ended…",turning:"One moment…",looking:"Looking at several pictures…"},menu:{title:"More for {camera}",hour:"End privacy for an hour",until:"End privacy until I switch it on",turn_off:"Switch the camera off",turn_on:"Switch the camera on",check:"Check that its picture is its own",uncheck:"Don't check its picture any more"},now:{you:"you",off:"The camera is off. Nobody sees it, you included.",only_you:"Only you see this camera.",only_owners:"Only its owners see this camera: {names}.",not_logged_you:"Only you see this camera now, because it cannot be written down who looks.",not_logged_owners:"Only its owners see this camera now, because it cannot be written down who looks: {names}.",nobody:"Only you see this camera. Privacy is off, but nobody has been let in.",people:"{names} can see this camera.",both:"{names} can see this camera. Pictures may also go to {things}.",things:"No other person can see this camera, but pictures may go to {things}.",automations:"automations",assistants:"voice assistants",integrations:"other integrations",ai:"AI services",again:"Privacy comes back by itself: {time}.",later:"May look only at other times: {names}.",held:"It may be another camera's picture. Nobody gets it now."},watching:{title:"Watching now",you:"You",since:"since {time}",end:"End",end_of:"End what {name} receives",ended:"Ended. For a minute, {name} gets no more pictures from this camera.",kind:{person:"Somebody",automation:"An automation",assistant:"A voice assistant",integration:"Another integration",unknown:"A program"},channel:{snapshot:"single pictures",live:"live",file:"into a file",cast:"on a screen",assistant:"by a voice assistant",ai:"for an AI service",integration:"by an integration"},on:{phone:"on a phone or tablet",computer:"on a computer",browser:"in a browser"}},last:{title:"Last happened",nothing:"Nothing yet."},seen:{title:"Cameras shared with you",until:"You may look until: {time}.",logged:"Whenever you look, that is written down for the owners."},empty:{owner:"No camera yet",owner_more:"Your account has no camera yet. Whoever looks after Home Assistant can add one, on the page of the integration.",admin:"You have no camera here",admin_more:"Others in your household have set up cameras, and only they, and whom they let in, see them. You can set up cameras of your own, or for somebody else. A new camera is private from the start.",stranger:"No camera is shared with you",stranger_more:"If you would like to see one, ask whoever it belongs to. They can let you in here, under “Who may see it”. For a camera of your own, ask whoever looks after Home Assistant.",set_up:"Set up a camera"},scene:{title:"Its own picture",ask:"Is this your camera?",ask_more:"Look at the picture of {camera}. If it is yours, a picture of somebody else's home will be held before anybody sees it. That is for cameras that do not turn.",yes:"Yes, this is my camera",turns:"It turns, don't check",begins:"It is new: as soon as it has shown the same for three minutes, it is checked that its pictures stay its own.",knows:"This is what it knows now.",accepted:"Last picture that was yours",accepted_none:"There is none since Home Assistant started.",now:"What it shows now, coarsely",now_none:"It was not looked at yet.",blank:"It cannot be checked: it is dark, or covered. Only owners see it now.",held:"This may be another camera's picture",held_more:"Since {since}, nobody gets it. You can look at what is known of it, and say whether it is yours.",held_settling:"Since {since}, only owners get it. The camera is new, and does not know all of its days and nights yet: say whether it is yours.",anyway_until:"Owners see it until {time}.",look:"Look at it",moved:"It is mine, and was moved",light:"It is mine, in another light",not_mine:"It is not mine",not_mine_means:"Nobody gets a picture of {camera} any more. The camera is not contacted, and its login is not used, until you say that it is yours after all. Tell the maker or the seller of the camera, and change its password.",mine:"It is mine after all",anyway:"Show it to owners for five minutes",again:"Look again",disowned:"Since {since}, an owner has said that this is not theirs",tell:"The camera is not contacted, and its login is not used. Tell the maker or the seller of the camera, and change its password. As soon as it shows your own home again, say so here.",moment:"One moment…"}};var pi={no_cameras:"You own no cameras, so there is nothing to decide here.",not_loaded:"This account is not running, so its cameras give no pictures to anybody, and some things cannot be changed now.",no_people:"The people whom you could let in cannot be read now. {why}",again:"Try again",cancel:"Cancel",save:"Save",saved:"Saved.",pending:"Being written down. It counts once this line is gone.",taken:"Taken away. It is being written down.",owners:"Owners",owner:"Owner",owner_you:"Owner (you)",owners_hint_one:"The owner always sees these cameras, also while privacy is on. Being an administrator makes nobody an owner.",owners_hint_other:"Owners always see these cameras, also while privacy is on. Being an administrator makes nobody an owner.",assistants:"Voice assistants",assistants_hint:"Off: no voice assistant gets any of these cameras, whatever is allowed below.",assistants_blocked:"Voice assistants are off for all of these cameras at the moment, so this does nothing yet.",private:"Private",private_now:"Privacy is on, so only owners see this camera now. What you choose here counts while privacy is off.",people:"People",people_hint:"They see the camera live and as still images while privacy is off, and nothing from before they were let in.",nobody:"Nobody but its owners.",nobody_else:"There is nobody else whom you could let in.",add:"Let somebody in",whom:"Who may look?",choose:"Choose a person",let_in:"Let in",not_let_in:"{name} was not let in. {why}",was_let_in:"{name} may look now, while privacy is off.",remove:"Remove",remove_name:"Remove {name}",was_removed:"{name} may not look any more.",not_now:"May not look at this moment.",times_of:"Times of {name}",sum:{you:"Only you see it",owners:"Only its owners see it",programs:"Nobody else, but programs that you allow",people:"{names} may see it",people_programs:"{names} and programs that you allow may see it",many_one:"{count} person may see it",many_other:"{count} people may see it",many_programs_one:"{count} person and programs that you allow may see it",many_programs_other:"{count} people and programs that you allow may see it"},days:{"0":"Mondays","1":"Tuesdays","2":"Wednesdays","3":"Thursdays","4":"Fridays","5":"Saturdays","6":"Sundays",range:"{first} to {last}"},times:{button:"Times",when:"When may they look?",always:"At any time",limited:"Only at certain times",days:"Days",from:"From",to:"To",until:"Last day","24":"24:00",midnight:"midnight",zone:"Leave times and last day empty where nothing is to be limited. The times are those of {zone}.",no_days:"Choose at least one day.",same:"It begins and ends at the same time. Choose two times, or none.",over:"The last day is over. Choose a later one, or none.",nothing:"This limits nothing yet. Choose days, times or a last day.",every_day:"Every day",every_day_until:"Every day, until {date}",every_hours:"Every day {from} to {to}",every_hours_until:"Every day {from} to {to}, until {date}",every_night:"Every day from {from} over midnight to {to} the next day",every_night_until:"Every day from {from} over midnight to {to} the next day, until {date}",days_day:"{days}, all day",days_day_until:"{days}, all day, until {date}",days_hours:"{days} {from} to {to}",days_hours_until:"{days} {from} to {to}, until {date}",days_night:"{days} from {from} over midnight to {to} the next day",days_night_until:"{days} from {from} over midnight to {to} the next day, until {date}"},programs:"Programs, assistants and AI",programs_hint:"While privacy is on they get nothing. A picture that has left cannot be called back.",allow:{automations:"Automations",automations_hint:"Automations and scripts may take snapshots, record, show it on a media player, and turn the camera off. Anybody may be the one who sets off an automation.",automations_lower:"Automations end privacy",automations_lower_hint:"The automations that you choose by name may also turn privacy off and the camera on, unless somebody who is no owner set them off.",assistants:"Voice assistants",assistants_hint:"Google Assistant, Alexa and Assist may show it live, for example on a smart display that everybody in the room can see.",integrations:"Other integrations",integrations_hint:"HomeKit, image recognition, notifications, access tokens and any other program may read its pictures, and pass them on.",ai:"AI",ai_hint:"AI tasks of Home Assistant may look at its pictures. If the AI runs elsewhere, the pictures go there."},lower:{chosen:"These may end privacy",none:"None yet.",stopped:"These would, but are not chosen, or were changed since",choose:"Allow",no_id:"It has no ID, so it cannot be chosen.",gone:"An automation that is not there now",heading:"Let {name} end privacy?",warning:"It may turn off the privacy of {camera}, and turn the camera on. Look first at what sets it off: whoever can do that can end privacy with it. If somebody who is no owner changes it, it has to be chosen again."},original:{title:"The original camera",is_open:"Open: everybody in Home Assistant can see {original} ({id}), whatever you choose above.",is_not_closed:"{original} ({id}) should be locked, but is not closed now: everybody in Home Assistant may be able to see it. The check-up says more.",is_locked:"Locked: {original} ({id}) gives its picture to this camera only.",is_gone:"Locked, but the original is not there at the moment.",is_taken_over:"This camera has its entity ID, {id}.",lock:"Lock",release:"Unlock",take_over:"Take over its entity ID",give_back:"Give its entity ID back",release_heading:"Unlock the original?",release_means:"Then everybody in Home Assistant can see {original}, and what is decided for {camera} does not hold for it. If {camera} has its entity ID, the original gets it back.",take_over_heading:"Take over the entity ID?",take_over_means:"Dashboards, automations and scripts that use {id} will use {camera} then. The original stays locked, and its entity ID gets “_original” at its end.",give_back_heading:"Give the entity ID back?",give_back_means:"Then {original} gets its entity ID back and stays locked. Dashboards, automations and scripts that use it show nothing any more, and {camera} gets an entity ID of its own.",lock_heading:"Lock the original?",lock_means:"{original} gives its picture to {camera} only."},same:{button:"Same people for all cameras",heading:"Same people for all cameras",like:"All get the people, and their times, of",these:"{names} may see all of these cameras then.",nobody:"Nobody but the owners may see these cameras then.",not:"Not any more where they may now: {names}.",do:"Do so for {count} cameras",done:"All of these cameras have the same people now.",failed:"{camera}: {why}"}};var ui={hint:"What somebody who is not an owner enters for your cameras waits here. Until it is answered, everything goes on as it was.",nothing:"Nothing waits for you.",accept:"Accept",reject:"Reject",accept_all:"Accept all",reject_all:"Reject all",accept_all_heading:"Accept all {count} changes?",accept_all_means:"Everything that is listed here holds then. If it makes somebody an owner, they decide about these cameras as you do.",pending:"Accepted. It counts as soon as it is written down.",accepted_one:"Accepted.",accepted_other:"{count} changes accepted.",rejected_one:"Rejected.",rejected_other:"{count} changes rejected.",differ:"Something has changed since you looked, so nothing was answered. Look again, then answer.",was:"Until now",now:"New",entered:"Entered by {by} on {when}.",entered_by:"Entered by {by}.",entered_when:"Entered on {when}. Nobody knows by whom.",entered_nobody:"Nobody knows who entered it.",owner:{by:"{by} wants {person} to become an owner.",nobody:"{person} is to become an owner.",you:{by:"{by} wants you to become an owner.",nobody:"You are to become an owner."},means:"An owner decides for all cameras of this account. If you accept, all of them become private, and nobody else is let in until an owner does so again."},without_owner:{by:"{by} wants {person} not to be an owner any more.",nobody:"{person} is not to be an owner any more.",you:{by:"{by} wants you not to be an owner any more.",nobody:"You are not to be an owner any more."},means:"The last owner was removed. If you reject this, you are an owner again; if you accept it, nobody owns these cameras."},viewer:{by:"{by} wants {person} to see {camera}.",nobody:"{person} is to see {camera}.",you:{by:"{by} wants you to see {camera}.",nobody:"You are to see {camera}."}},allow:{by:"{by} wants to allow something for {camera}: {what}.",nobody:"Something is to be allowed for {camera}: {what}.",automations:{by:"{by} wants automations to use {camera}.",nobody:"Automations are to use {camera}."},automations_lower:{by:"{by} wants automations to end the privacy of {camera}.",nobody:"Automations are to end the privacy of {camera}."},assistants:{by:"{by} wants voice assistants to show {camera}.",nobody:"Voice assistants are to show {camera}."},integrations:{by:"{by} wants other integrations to use the pictures of {camera}.",nobody:"Other integrations are to use the pictures of {camera}."},ai:{by:"{by} wants AI to look at {camera}.",nobody:"AI is to look at {camera}."}},lowerer:{by:"{by} wants the automation “{what}” to end the privacy of {camera}.",nobody:"The automation “{what}” is to end the privacy of {camera}.",means:"Look first at what sets it off: whoever can do that can end privacy with it."},on:{by:"{by} wants to turn {camera} on.",nobody:"{camera} is to be turned on."},source:{by:"{by} wants {camera} to take its pictures from elsewhere.",nobody:"{camera} is to take its pictures from elsewhere.",means:"Usernames and passwords are not shown. Whoever owns the new place can see what you see."},name:{by:"{by} has given {camera} another name.",nobody:"{camera} was given another name.",means:"By a name that you do not know, another camera may be meant. Until you accept it, nothing that opens this camera works by the new name."},address:{by:"{by} has changed the address of Home Assistant to {what}.",nobody:"The address of Home Assistant was changed to {what}.",means:"Media players would fetch pictures there. Accept it if it is your own. If not, correct it under Settings → System → Network; until then, media players get nothing."},restored:{by:"{by} has restored a backup: what it says about your cameras is to hold again.",nobody:"A backup was restored: what it says about your cameras is to hold again.",means:"Whoever has lost access since that backup has it back if you accept. If you reject it, everything stays as it is now. Privacy stays on either way."},elsewhere:"To undo it, change it back where it was set."};var gi={account:"Account",filter:"What to show",camera:"Camera",person:"Person",kind:"Kind",from:"From",to:"To",all_cameras:"All cameras",all_people:"Everybody",all_kinds:"Everything",clear:"Show everything",groups:{received:"Looking",refused:"Refused",privacy:"Privacy and power",rights:"Who may see it",originals:"Originals and camera logins",log:"The log itself",scenes:"Own or foreign picture"},rows:"What happened",loading:"Reading the log…",nothing:"Nothing has happened yet.",nothing_found:"Nothing like that is in the log.",shown_one:"One entry is shown.",shown_other:"{count} entries are shown.",older:"Older",address:"From {address}",again:"Try again",not_logged:"Nothing can be written down at the moment. Until that works again, only owners see their cameras.",no_account:"Only owners of a camera have a log.",chart:{title:"The last 30 days",views:"Views per day",refusals:"Refusals per day",views_sum_one:"{count} view",views_sum_other:"{count} views",refusals_sum_one:"{count} refusal",refusals_sum_other:"{count} refusals",day:"Day",bar:"{day}: {count}"},tools:{title:"This log",size_one:"{count} entry, since {since}.",size_other:"{count} entries, since {since}.",size_none:"There are no entries yet.",days:"Keep for how many days ({least} to {most})",keep:"Save",kept:"Saved. What is older goes at the next tidying up.",shorter:"What is older than {count} days will be removed, and cannot be brought back.",export:"Export",export_explained:"A file with every entry, from which anybody can check the log.",verify:"Check every entry",verifying:"Checking every entry…"},parts:{kept:"Looks and changes",refused:"Refusals"},verified:{whole:"Nothing was changed, removed or put in between: entries {first} to {last} follow from each other.",empty:"There are no entries to check.",changed:"Entry {row} is the first that is not what was written: somebody changed it, or something before it.",missing:"Entry {row} is the first that is missing.",cut:"The log once had entry {row}, and ends before it: it was cut, or an older copy was put back.",anchor:"The log begins at entry {row}, and nothing says why what was before is gone."},memory:{first:"From now on this browser remembers where the log is, so that you learn if anybody cuts or rewrites it.",nowhere:"This browser keeps nothing, so it cannot tell whether the log is the one that you saw before.",same:"The log is unchanged since your last visit with this browser ({when}); what is new was only added.",differs_title:"This is not the log that you saw before",differs:"It does not contain what this browser saw ({when}). Somebody cut or rewrote it, or Home Assistant was restored from a backup. If you know of such a backup, all may be well. If not, export the log now and check every entry.",unproved_title:"The log cannot be compared",unproved:"What this browser saw last ({when}) is not in the log any more: it was removed because of its age or size. Whether all since then is unchanged cannot be proved.",known:"I know, go on from here"}};var fi={who:{somebody:"Somebody",automation:"An automation",assistant:"A voice assistant",integration:"Another integration",program:"The program “{name}”"},whom:{somebody:"somebody",automation:"an automation",assistant:"a voice assistant",integration:"another integration",program:"the program “{name}”"},camera:{gone:"a camera that is no longer there"},what:{automations:"automations",automations_lower:"automations that owners triggered",assistants:"voice assistants",integrations:"other integrations",ai:"AI services"},received:{nothing:"{who} opened {camera}, but no picture was sent.",live:"{who} watched {camera} for {long}.",live_phone:"{who} watched {camera} for {long}, on a phone or tablet.",live_computer:"{who} watched {camera} for {long}, on a computer.",live_browser:"{who} watched {camera} for {long}, in a browser.",picture:"{who} looked at one picture of {camera}.",pictures:"{who} looked at {count} pictures of {camera} within {long}.",picture_phone:"{who} looked at one picture of {camera}, on a phone or tablet.",pictures_phone:"{who} looked at {count} pictures of {camera} within {long}, on a phone or tablet.",picture_computer:"{who} looked at one picture of {camera}, on a computer.",pictures_computer:"{who} looked at {count} pictures of {camera} within {long}, on a computer.",picture_browser:"{who} looked at one picture of {camera}, in a browser.",pictures_browser:"{who} looked at {count} pictures of {camera} within {long}, in a browser.",saved:"{who} saved a picture of {camera} as a file.",recorded:"{who} recorded {camera} for {long}.",cast:"{who} showed {camera} on a screen for {long}.",assistant:"{who} showed {camera} through a voice assistant for {long}.",by_assistant:"A voice assistant showed {camera} for {long}.",ai:"{who} had an AI service look at {camera}.",by_ai:"An AI service looked at {camera}.",taken:"{who} got one picture of {camera}.",taking:"{who} got pictures of {camera} for {long}."},refused:{nobody_one:"Somebody without a right asked for {camera} once.",nobody_other:"Somebody without a right asked for {camera} {count} times.",refused_one:"{who} asked for {camera} once, without a right to it.",refused_other:"{who} asked for {camera} {count} times, without a right to it.",privacy_on_one:"{who} asked for {camera} once while it was private.",privacy_on_other:"{who} asked for {camera} {count} times while it was private.",camera_off_one:"{who} asked for {camera} once while it was off.",camera_off_other:"{who} asked for {camera} {count} times while it was off.",not_allowed_one:"{who} asked for {camera} once in a way that is not allowed.",not_allowed_other:"{who} asked for {camera} {count} times in a way that is not allowed.",owners_only_one:"{who} asked once for something of {camera} that only owners may have.",owners_only_other:"{who} asked {count} times for something of {camera} that only owners may have.",not_logged_one:"{who} asked for {camera} once while it could not be written down who looks.",not_logged_other:"{who} asked for {camera} {count} times while it could not be written down who looks.",not_now_one:"{who} asked for {camera} once outside the times agreed.",not_now_other:"{who} asked for {camera} {count} times outside the times agreed.",ended_one:"{who} asked for {camera} once right after an owner had ended it.",ended_other:"{who} asked for {camera} {count} times right after an owner had ended it.",held_one:"{who} asked for {camera} once while its picture was held.",held_other:"{who} asked for {camera} {count} times while its picture was held."},privacy_on:{by:"{who} made {camera} private.",itself:"{camera} became private."},privacy_off:{by:"{who} ended the privacy of {camera}.",by_until:"{who} ended the privacy of {camera} until {until}.",itself:"The privacy of {camera} ended.",itself_until:"The privacy of {camera} ended until {until}."},turned_on:{by:"{who} turned {camera} on.",itself:"{camera} was turned on."},turned_off:{by:"{who} turned {camera} off.",itself:"{camera} was turned off."},given:{owner:"{who} made {whose} an owner.",viewer:"{who} let {whose} look at {camera}.",allow:"{who} let {what} use {camera}.",allow_lower:"{who} let automations that owners triggered end the privacy of {camera}.",lowerer:"{who} chose an automation that may end the privacy of {camera}.",assistants:"{who} let voice assistants use the cameras.",address:"{who} accepted an address of Home Assistant for media players.",source:"{who} set where the pictures of {camera} come from."},taken:{owner:"{who} ended that {whose} is an owner.",viewer:"{who} ended that {whose} may look at {camera}.",allow:"{who} no longer lets {what} use {camera}.",allow_lower:"{who} no longer lets automations end the privacy of {camera}.",lowerer:"{who} took from an automation that it may end the privacy of {camera}.",assistants:"{who} no longer lets voice assistants use the cameras.",address:"{who} took back an address of Home Assistant for media players.",source:"{who} took away where the pictures of {camera} come from."},proposed:{owner:"{who} wants {whose} to become an owner. It waits for an owner’s answer.",without_owner:"{who} removed {whose} as an owner. It waits for an answer.",viewer:"{who} wants {whose} to be let look at {camera}. It waits for an owner’s answer.",allow:"{who} wants {what} to be let use {camera}. It waits for an owner’s answer.",allow_lower:"{who} wants automations to be let end the privacy of {camera}. It waits for an owner’s answer.",lowerer:"{who} wants an automation to be let end the privacy of {camera}. It waits for an owner’s answer.",assistants:"{who} wants voice assistants to be let use the cameras. It waits for an owner’s answer.",address:"{who} changed the address of Home Assistant. It waits for an owner’s answer.",on:"{who} wants {camera} to be turned on. It waits for an owner’s answer.",source:"{who} changed where the pictures of {camera} come from. It waits for an owner’s answer.",name:"{who} renamed {camera} from “{was}” to “{now}”. It waits for an owner’s answer.",restored:"What was agreed in this account was put back from an older copy. It waits for an owner’s answer."},withdrawn:{owner:"That {whose} become an owner waits no more, and was not given.",without_owner:"That {whose} is an owner no more waits no longer for an answer.",viewer:"That {whose} be let look at {camera} waits no more, and was not given.",allow:"That {what} be let use {camera} waits no more, and was not given.",allow_lower:"That automations be let end the privacy of {camera} waits no more, and was not given.",lowerer:"That an automation be let end the privacy of {camera} waits no more, and was not given.",assistants:"That voice assistants be let use the cameras waits no more, and was not given.",address:"A changed address of Home Assistant waits no more, and was not accepted.",on:"That {camera} be turned on waits no more, and was not given.",source:"A new source of the pictures of {camera} waits no more, and was not accepted.",name:"The new name “{now}” of {camera} waits for an answer no more.",restored:"What was put back from an older copy waits for an answer no more."},put_out:"{who} stopped {whose} from receiving {camera}.",locked:{by:"{who} locked the original of {camera}.",itself:"The original of {camera} was locked."},released:{by:"{who} released the original of {camera}.",itself:"The original of {camera} was released.",by_removed:"{who} removed {camera}, and its original was released.",itself_removed:"{camera} was removed, and its original was released."},login_refused:"{camera} does not take its username and password any more.",login_entered:{accepted:"{who} entered a new username or password for {camera}.",waits:"{who} entered a new username or password for {camera}. It waits for an owner’s answer."},scene_set_up:{by:"{who} said that {camera} shows what it should. From now on, that is checked.",itself:"From now on, it is checked that {camera} shows what it should."},scene_off:"{who} ended the check of what {camera} shows.",scene_held:{other:"{camera} showed something else, and that is held.",blank:"{camera} could not be checked: dark or covered. Only owners saw it."},scene_back:"{camera} shows its own picture again.",scene_answered:{moved:"{who} said that {camera} is theirs, and was moved.",light:"{who} said that {camera} is theirs, in another light.",not_mine:"{who} said that what {camera} shows is not theirs. It is not contacted any more.",mine:"{who} said that {camera} is theirs after all."},scene_anyway:"{who} let owners see for five minutes what is held of {camera}.",keeping_one:"{who} set that this log is kept for {count} day.",keeping_other:"{who} set that this log is kept for {count} days.",started:{stop:"Home Assistant started.",kill:"Home Assistant started again after it had ended without warning.",nothing:"Home Assistant started, and the log had nothing in it yet."},stopped:"Home Assistant stopped.",gap_one:"One entry is missing here: it could not be kept.",gap_other:"{count} entries are missing here: they could not be kept.",pruned:{age:"Entries {from} to {to} were removed because of their age.",size:"Entries {from} to {to} were removed because the log had become too large."},begun:{new:"The log begins here.",damaged:"The log begins anew here: the one before was damaged, and was put aside."},differs:"The log is not the one that it was: entry {expected} had been written, and now it ends at {found} or says something else. It was cut, rewritten or restored.",unnamed:"Something happened that this page has no words for yet ({event}).",unnamed_camera:"Something happened at {camera} that this page has no words for yet ({event}).",when:{today:"today at {time}",yesterday:"yesterday at {time}",night:"early on {weekday}",morning:"{weekday} morning",afternoon:"{weekday} afternoon",evening:"{weekday} evening"},day:{today:"Today",yesterday:"Yesterday"}};var yi={intro:"What this installation leaves open, how bad that is, and what to do.",looking:"Looking…",again:"Look again",fixing:"One moment…",fixed:"Done, and looked again.",show:"Open the settings",ask_admin:"Ask an administrator of Home Assistant to do this.",ask_owner:"Ask an owner of the camera to do this.",none:"Nothing was found.",looked:"This was looked at:",severity:{serious:"Serious",moderate:"Worth doing",minor:"Good to know"},fixes:{lock_original:"Lock the original",close_beside:"Lock it, too",unexpose:"Take it from the assistant",end_login:"End this login",quiet_log:"Log less",withdraw:"Take it back",other:"Fix it"},used_never:"It was never used.",used:"It was last used on {day}.",assistants:{conversation:"Assist",cloud_alexa:"Amazon Alexa",cloud_google_assistant:"Google Assistant"},places:{originals:"Whether the originals of cameras are locked, and what else of their devices is open",www:"Pictures in the folder “www”",forwarding:"Integrations that forward pictures",lowering:"Automations that may end privacy",assistants:"Cameras that assistants can use",logins:"Your own logins and access tokens",trusted_networks:"Logins without a password",go2rtc:"Whether go2rtc answers without a password",logging:"What Home Assistant logs",backups:"Whether backups are encrypted",log:"Whether the log of who looks is written"},kinds:{original_open:{open:"Everybody in Home Assistant can open {original}, from which {camera} gets its pictures.",do:"Lock it, so that only the protected camera shows its pictures. What uses {entity_id} today has to use the protected camera from then on."},original_not_closed:{open:"{original}, from which {camera} gets its pictures, is to be locked, and is not.",do:"Look whether {entity_id} is there and enabled, then restart Home Assistant."},beside_open:{open:"{other} belongs to the same device as {camera}, and everybody can open it.",do:"Lock it, too, or disable {entity_id} in its settings."},picture_in_www:{open:"The file {file} is named like {camera}, and whoever knows its address sees it without logging in.",do:"Look whether it is a picture of this camera; if so, delete it or move it out of the folder “www”."},written_to_www:{open:"{by} writes pictures of {camera} to {file}, where anybody who knows the address sees them without logging in.",do:"Have it write to another folder, and delete what is there."},forwarded:{open:"{camera} lets other integrations use its pictures, and {integration} sends on what it gets.",do:"If you do not need that, no longer let other integrations use this camera, under “Who may see it”."},may_lower:{open:"The automation {automation} may end the privacy of {camera}.",do:"If that is not meant, choose other automations under “Who may see it”."},exposed:{open:"{camera} is exposed to {assistant}, so that voice devices may show or switch it.",do:"Take it from the assistant, if you do not use it there."},original_exposed:{open:"{original} is exposed to {assistant}. It is locked, so nothing of it is shown, but its name is known there.",do:"Take it from the assistant."},token_never_ends:{open:"Your access token {login} is valid for years. Whoever has it can act as you.",do:"End it, if you do not need it any more. What uses it stops working."},login_never_ends:{open:"Your login {login} never ends. Whoever has that device can see your cameras.",do:"End it, if that device is not yours any more. It has to log in again then."},login_unused:{open:"Your login {login} has not been used for 90 days.",do:"End it. If you use it after all, you just log in again."},login_without_password:{open:"In these networks people log in without a password: {networks}. Whoever is in the house network can be you.",do:"Remove trusted networks from Home Assistant’s configuration, or leave the users out who own cameras."},go2rtc_api_open:{open:"go2rtc at {address} hands out pictures without a password. Everybody who reaches that address sees every camera it has.",do:"Set a user and a password for its API, or have it listen only to this machine."},go2rtc_rtsp_open:{open:"go2rtc’s RTSP server at {address} hands out pictures without a password.",do:"Set a user and a password for RTSP, or have it listen only to this machine."},debug_logging:{open:"What {logger} logs has addresses of pictures in it, with which others could open them for a while.",do:"Have it log less when you have found what you were looking for, and keep the log file to yourself."},backup_open:{open:"Automatic backups are not encrypted. Whoever gets one has your cameras’ passwords.",do:"Set a password for backups."},backup_location_open:{open:"The automatic backups that go to {location} are not encrypted. Whoever gets one has your cameras’ passwords.",do:"Turn on encryption for this location."},log_not_written:{open:"The log of who looked cannot be written. Until it can, only owners see their cameras.",do:"Make space on the disk, then look at the repairs."},not_looked:{open:"This could not be looked at: {place}.",do:"Look again later. If it stays, there is more in Home Assistant’s log."},unknown:{open:"Something is open that this page has no words for yet ({kind}).",do:"Look for a newer version of this page: reload it."},go2rtc_api_local:{open:"go2rtc at {address} hands out pictures to every program on this machine, whatever password is set.",do:"If you trust all that runs on this machine, there is nothing to do. Else remove what you do not trust, or stop go2rtc."},go2rtc_rtsp_local:{open:"go2rtc’s RTSP server at {address} hands out pictures to every program on this machine, whatever password is set.",do:"If you trust all that runs on this machine, there is nothing to do. Else remove what you do not trust, or stop go2rtc."}},more_one:"One more file is named like that.",more_other:"{count} more files are named like that."};var wi={title:"Whose cameras are these?",intro:"Three questions, and your cameras show their pictures only to whom their owners choose.",you:"{name} (you)",owners:{question:"Whose cameras are they?",hint:"Only owners always see the cameras, and decide who else may. An administrator is not automatically an owner.",missing:"Choose at least one owner."},cameras:{question:"Which cameras?",hint:"These are the cameras that Home Assistant has already. Others can be added later, also by their address.",missing:"Choose at least one camera.",none:"Home Assistant has no camera that could be protected this way. Add a camera by its address in the settings of Dropcam Privacy.",settings:"To the settings of Dropcam Privacy",all:"Choose all",no_one:"Choose none"},viewers:{question:"Who else may look?",hint:"Nobody has to. These people see the cameras once an owner turns privacy off. Owners can change it at any time.",none:"There is nobody else who could look."},then:"What will happen",means:{owners:"{names} can see these cameras, and decide about them.",no_owners:"The owners can see these cameras, and decide about them.",locked:"The original cameras are locked and hidden: they give their pictures to nobody else any more. Dashboards and automations go on with the protected ones, under the same entity IDs.",private:"All of them are private at first: only owners see them, until an owner turns privacy off.",viewers:"{names} may look while privacy is off.",proposed:"{names} may look while privacy is off, once an owner has accepted that: you are not one of them, so you can only propose it.",not_you:"You see none of these cameras: you are not one of the owners."},go_none:"Protect cameras",go_one:"Protect {count} camera",go_other:"Protect {count} cameras",busy:"Protecting them…",wait:"This may take a moment for each camera."};var bi={private:"This camera is private.",not_guarded:"{entity} is not a camera of Dropcam Privacy. Choose another one.",unknown:"There is no camera {entity}. Choose another one.",turn_on:"Turn on",waiting_one:"{count} change waits for your answer",waiting_other:"{count} changes wait for your answer",watching_one:"{names} is watching",watching_other:"{names} are watching",picker:{name:"Camera with privacy",description:"A camera of Dropcam Privacy: its picture for those who may see it, and for its owners the privacy switch and who is watching."},editor:{entity:"Camera",name:"Name",live:"Live picture",live_hint:"Off: a still image, every few seconds.",controls:"Privacy switch and who is watching",controls_hint:"Only the camera's owners see them."}};var vi={title:"Kamera",title_waiting:"({count}) Kamera",failed:"Tidak berhasil.",mine:"Milik saya",who:"Siapa yang boleh melihat",waiting:"Menunggu Anda",happened:"Yang terjadi",check_up:"Pemeriksaan",menu:"Buka bilah sisi",pages:"Halaman",to_answer_other:"{count} perubahan menunggu jawaban Anda",loading:"Tunggu sebentar…",no_connection:"Tidak ada koneksi ke Home Assistant. Koneksi akan pulih dengan sendirinya.",no_overview:"Kamera Anda tidak dapat ditampilkan: {why}",retry:"Coba lagi",close:"Tutup",cancel:"Batal"};var ki={yours:"Kamera Anda",others:"Dibagikan kepada Anda",privacy:"Privasi",privacy_of:"Privasi {camera}",all_private:"Jadikan semua privat",all_private_of:"Jadikan semua kamera {account} privat sekarang",not_all:"Belum privat: {names}. {why}",picture_of:"Gambar {camera}",live_of:"Gambar langsung {camera}",live:"Langsung",sleeps:"Kamera ini tidur untuk menghemat baterai. Melihatnya akan membangunkannya.",wake:"Tampilkan gambar",why:{privacy_on:"Privat",privacy_on_more:"Saat ini hanya pemiliknya yang dapat melihat.",camera_off:"Mati",camera_off_more:"Tidak ada yang dapat melihat, termasuk pemiliknya.",not_now:"Bukan waktunya",not_now_more:"Anda boleh melihat lagi saat waktu Anda dimulai.",not_logged:"Belum bisa",not_logged_more:"Siapa yang melihat tidak dapat dicatat. Sampai bisa dicatat, hanya pemilik yang dapat melihat.",refused:"Tidak dibagikan kepada Anda",unavailable:"Tidak terjangkau",unavailable_more:"Gambar akan muncul di sini begitu kamera merespons lagi.",no_picture:"Tidak ada gambar",no_picture_more:"Kamera sedang tidak memberikan gambar. Permintaan akan diulang dengan sendirinya.",ended:"Diakhiri",ended_more:"Seorang pemilik telah mengakhiri ini. Anda dapat melihat lagi dalam satu menit.",held:"Ditahan",held_more:"Ini mungkin gambar kamera lain. Pemilik harus melihatnya."},doing:{raising:"Akses orang lain sedang diputus…",lowering:"Masih privat, sampai berakhirnya privasi tersimpan…",turning:"Tunggu sebentar…",looking:"Melihat beberapa gambar…"},menu:{title:"Pilihan lain untuk {camera}",hour:"Akhiri privasi selama satu jam",until:"Akhiri privasi sampai saya menyalakannya",turn_off:"Matikan kamera",turn_on:"Nyalakan kamera",check:"Periksa bahwa gambarnya miliknya",uncheck:"Jangan periksa gambarnya lagi"},now:{you:"Anda",off:"Kamera mati. Tidak ada yang dapat melihat, termasuk Anda.",only_you:"Hanya Anda yang melihat kamera ini.",only_owners:"Hanya pemiliknya yang melihat kamera ini: {names}.",not_logged_you:"Saat ini hanya Anda yang melihat kamera ini, karena siapa yang melihat tidak dapat dicatat.",not_logged_owners:"Saat ini hanya pemiliknya yang melihat kamera ini, karena siapa yang melihat tidak dapat dicatat: {names}.",nobody:"Hanya Anda yang melihat kamera ini. Privasi mati, tetapi belum ada yang diberi izin.",people:"{names} dapat melihat kamera ini.",both:"{names} dapat melihat kamera ini. Gambar juga dapat sampai ke {things}.",things:"Tidak ada orang lain yang dapat melihat kamera ini, tetapi gambar dapat sampai ke {things}.",automations:"otomasi",assistants:"asisten suara",integrations:"integrasi lain",ai:"layanan AI",again:"Privasi menyala lagi dengan sendirinya: {time}.",later:"Hanya boleh melihat pada waktu lain: {names}.",held:"Ini mungkin gambar kamera lain. Tidak ada yang mendapatkannya sekarang."},watching:{title:"Sedang melihat",you:"Anda",since:"sejak {time}",end:"Akhiri",end_of:"Akhiri yang diterima {name}",ended:"Diakhiri. Selama satu menit, {name} tidak mendapat gambar lagi dari kamera ini.",kind:{person:"Seseorang",automation:"Sebuah otomasi",assistant:"Asisten suara",integration:"Integrasi lain",unknown:"Sebuah program"},channel:{snapshot:"gambar tunggal",live:"langsung",file:"ke dalam berkas",cast:"di sebuah layar",assistant:"lewat asisten suara",ai:"untuk layanan AI",integration:"lewat integrasi"},on:{phone:"di ponsel atau tablet",computer:"di komputer",browser:"di peramban"}},last:{title:"Terakhir terjadi",nothing:"Belum ada."},seen:{title:"Kamera yang dibagikan kepada Anda",until:"Anda boleh melihat sampai: {time}.",logged:"Setiap kali Anda melihat, hal itu dicatat untuk pemiliknya."},empty:{owner:"Belum ada kamera",owner_more:"Akun Anda belum memiliki kamera. Pengelola Home Assistant dapat menambahkannya di halaman integrasi.",admin:"Anda tidak memiliki kamera di sini",admin_more:"Orang lain di rumah Anda telah menyiapkan kamera; hanya mereka, dan orang yang mereka beri izin, yang dapat melihatnya. Anda dapat menyiapkan kamera sendiri atau untuk orang lain. Kamera baru langsung privat.",stranger:"Tidak ada kamera yang dibagikan kepada Anda",stranger_more:"Jika ingin melihat sebuah kamera, mintalah kepada pemiliknya. Pemilik dapat memberi izin di sini, di bagian “Siapa yang boleh melihat”. Untuk kamera Anda sendiri, mintalah kepada pengelola Home Assistant.",set_up:"Siapkan kamera"},scene:{title:"Gambarnya sendiri",ask:"Apakah ini kamera Anda?",ask_more:"Lihat gambar {camera}. Jika itu milik Anda, gambar rumah orang lain akan ditahan sebelum ada yang melihatnya. Ini untuk kamera yang tidak berputar.",yes:"Ya, ini kamera saya",turns:"Kamera berputar, jangan periksa",begins:"Kamera ini baru: setelah menunjukkan hal yang sama selama tiga menit, akan diperiksa bahwa gambarnya tetap miliknya.",knows:"Inilah yang dikenalnya sekarang.",accepted:"Gambar terakhir yang milik Anda",accepted_none:"Belum ada sejak Home Assistant dimulai.",now:"Yang ditunjukkannya sekarang, secara kasar",now_none:"Belum dilihat.",blank:"Tidak dapat diperiksa: gelap atau tertutup. Hanya pemilik yang melihatnya sekarang.",held:"Ini mungkin gambar kamera lain",held_more:"Sejak {since}, tidak ada yang mendapatkannya. Anda dapat melihat apa yang diketahui, lalu menyatakan apakah itu milik Anda.",held_settling:"Sejak {since}, hanya pemilik yang mendapatkannya. Kamera ini baru dan belum mengenal semua siang dan malamnya: nyatakan apakah itu milik Anda.",anyway_until:"Pemilik melihatnya sampai {time}.",look:"Lihat",moved:"Ini milik saya, dan dipindahkan",light:"Ini milik saya, dalam cahaya lain",not_mine:"Ini bukan milik saya",not_mine_means:"Tidak ada lagi yang mendapat gambar {camera}. Kamera tidak dihubungi dan login-nya tidak dipakai sampai Anda menyatakan bahwa itu milik Anda. Beri tahu pembuat atau penjual kamera, dan ganti kata sandinya.",mine:"Ternyata ini milik saya",anyway:"Tampilkan kepada pemilik selama lima menit",again:"Lihat lagi",disowned:"Sejak {since}, seorang pemilik menyatakan ini bukan miliknya",tell:"Kamera tidak dihubungi dan login-nya tidak dipakai. Beri tahu pembuat atau penjual kamera, dan ganti kata sandinya. Begitu kamera menunjukkan rumah Anda lagi, nyatakan di sini.",moment:"Sebentar…"}};var _i={no_cameras:"Anda tidak memiliki kamera, jadi tidak ada yang perlu diatur di sini.",not_loaded:"Akun ini sedang tidak berjalan, jadi kameranya tidak memberikan gambar kepada siapa pun, dan beberapa hal tidak dapat diubah saat ini.",no_people:"Daftar orang yang bisa Anda beri izin tidak dapat dibaca saat ini. {why}",again:"Coba lagi",cancel:"Batal",save:"Simpan",saved:"Tersimpan.",pending:"Sedang dicatat. Berlaku setelah baris ini hilang.",taken:"Sudah dicabut. Sedang dicatat.",owners:"Pemilik",owner:"Pemilik",owner_you:"Pemilik (Anda)",owners_hint_other:"Pemilik selalu dapat melihat kamera ini, juga saat privasi aktif. Menjadi administrator tidak membuat seseorang menjadi pemilik.",assistants:"Asisten suara",assistants_hint:"Nonaktif: tidak ada asisten suara yang mendapat gambar kamera ini, apa pun yang diizinkan di bawah.",assistants_blocked:"Asisten suara sedang dinonaktifkan untuk semua kamera ini, jadi pilihan ini belum berpengaruh.",private:"Privat",private_now:"Privasi sedang aktif, jadi hanya pemilik yang melihat kamera ini. Pilihan Anda di sini berlaku saat privasi nonaktif.",people:"Orang",people_hint:"Saat privasi nonaktif, mereka melihat kamera secara langsung dan sebagai gambar diam, tetapi tidak melihat apa pun dari masa sebelum mereka diberi izin.",nobody:"Tidak ada selain pemiliknya.",nobody_else:"Tidak ada orang lain yang bisa Anda beri izin.",add:"Beri izin seseorang",whom:"Siapa yang boleh melihat?",choose:"Pilih orang",let_in:"Beri izin",not_let_in:"{name} tidak jadi diberi izin. {why}",was_let_in:"{name} sekarang boleh melihat, selama privasi nonaktif.",remove:"Cabut izin",remove_name:"Cabut izin {name}",was_removed:"{name} tidak boleh melihat lagi.",not_now:"Saat ini tidak boleh melihat.",times_of:"Waktu untuk {name}",sum:{you:"Hanya Anda yang melihatnya",owners:"Hanya pemiliknya yang melihatnya",programs:"Tidak ada orang lain, selain program yang Anda izinkan",people:"{names} boleh melihatnya",people_programs:"{names} dan program yang Anda izinkan boleh melihatnya",many_other:"{count} orang boleh melihatnya",many_programs_other:"{count} orang dan program yang Anda izinkan boleh melihatnya"},days:{"0":"Senin","1":"Selasa","2":"Rabu","3":"Kamis","4":"Jumat","5":"Sabtu","6":"Minggu",range:"{first} sampai {last}"},times:{button:"Waktu",when:"Kapan boleh melihat?",always:"Kapan saja",limited:"Hanya pada waktu tertentu",days:"Hari",from:"Dari",to:"Sampai",until:"Hari terakhir","24":"24.00",midnight:"tengah malam",zone:"Kosongkan jam dan hari terakhir jika tidak ingin dibatasi. Waktu mengikuti {zone}.",no_days:"Pilih setidaknya satu hari.",same:"Jam mulai dan jam selesai sama. Pilih dua jam yang berbeda, atau kosongkan keduanya.",over:"Hari terakhir itu sudah lewat. Pilih hari yang lebih lambat, atau kosongkan.",nothing:"Ini belum membatasi apa pun. Pilih hari, jam, atau hari terakhir.",every_day:"Setiap hari",every_day_until:"Setiap hari, sampai {date}",every_hours:"Setiap hari pukul {from} sampai {to}",every_hours_until:"Setiap hari pukul {from} sampai {to}, hingga {date}",every_night:"Setiap hari pukul {from} melewati tengah malam sampai {to} keesokan harinya",every_night_until:"Setiap hari pukul {from} melewati tengah malam sampai {to} keesokan harinya, hingga {date}",days_day:"Setiap {days}, sepanjang hari",days_day_until:"Setiap {days}, sepanjang hari, hingga {date}",days_hours:"Setiap {days} pukul {from} sampai {to}",days_hours_until:"Setiap {days} pukul {from} sampai {to}, hingga {date}",days_night:"Setiap {days} pukul {from} melewati tengah malam sampai {to} keesokan harinya",days_night_until:"Setiap {days} pukul {from} melewati tengah malam sampai {to} keesokan harinya, hingga {date}"},programs:"Program, asisten, dan AI",programs_hint:"Saat privasi aktif mereka tidak mendapat apa pun. Gambar yang sudah keluar tidak dapat ditarik kembali.",allow:{automations:"Otomatisasi",automations_hint:"Otomatisasi dan skrip boleh mengambil foto, merekam, menampilkannya di pemutar media, dan mematikan kamera. Siapa pun bisa menjadi pemicu otomatisasi.",automations_lower:"Otomatisasi mengakhiri privasi",automations_lower_hint:"Otomatisasi yang Anda pilih satu per satu boleh juga mematikan privasi dan menyalakan kamera, kecuali jika dipicu oleh orang yang bukan pemilik.",assistants:"Asisten suara",assistants_hint:"Google Assistant, Alexa, dan Assist boleh menampilkannya secara langsung, misalnya di layar pintar yang terlihat oleh semua orang di ruangan.",integrations:"Integrasi lain",integrations_hint:"HomeKit, pengenalan gambar, notifikasi, token akses, dan program lain apa pun boleh membaca gambarnya, dan meneruskannya.",ai:"AI",ai_hint:"Tugas AI di Home Assistant boleh melihat gambarnya. Jika AI berjalan di tempat lain, gambarnya dikirim ke sana."},lower:{chosen:"Ini boleh mengakhiri privasi",none:"Belum ada.",stopped:"Ini akan melakukannya, tetapi belum dipilih, atau sudah diubah sejak dipilih",choose:"Izinkan",no_id:"Tidak memiliki ID, jadi tidak dapat dipilih.",gone:"Otomatisasi yang sedang tidak ada",heading:"Izinkan {name} mengakhiri privasi?",warning:"Otomatisasi ini boleh mematikan privasi {camera} dan menyalakan kameranya. Periksa dahulu apa pemicunya: siapa pun yang bisa memicunya bisa mengakhiri privasi. Jika diubah oleh orang yang bukan pemilik, otomatisasi ini harus dipilih lagi."},original:{title:"Kamera asli",is_open:"Terbuka: semua orang di Home Assistant dapat melihat {original} ({id}), apa pun pilihan Anda di atas.",is_not_closed:"{original} ({id}) seharusnya terkunci, tetapi sekarang tidak tertutup: semua orang di Home Assistant mungkin dapat melihatnya. Pemeriksaan menjelaskan lebih lanjut.",is_locked:"Terkunci: {original} ({id}) hanya memberikan gambarnya kepada kamera ini.",is_gone:"Terkunci, tetapi kamera aslinya sedang tidak ada.",is_taken_over:"Kamera ini memakai ID entitasnya, {id}.",lock:"Kunci",release:"Buka kunci",take_over:"Ambil alih ID entitasnya",give_back:"Kembalikan ID entitasnya",release_heading:"Buka kunci kamera asli?",release_means:"Semua orang di Home Assistant akan dapat melihat {original}, dan pengaturan untuk {camera} tidak berlaku baginya. Jika {camera} memakai ID entitasnya, ID itu dikembalikan kepada kamera asli.",take_over_heading:"Ambil alih ID entitas?",take_over_means:"Dasbor, otomatisasi, dan skrip yang memakai {id} akan memakai {camera}. Kamera asli tetap terkunci, dan ID entitasnya mendapat akhiran “_original”.",give_back_heading:"Kembalikan ID entitas?",give_back_means:"{original} mendapat kembali ID entitasnya dan tetap terkunci. Dasbor, otomatisasi, dan skrip yang memakainya tidak menampilkan apa pun lagi, dan {camera} mendapat ID entitas sendiri.",lock_heading:"Kunci kamera asli?",lock_means:"{original} hanya memberikan gambarnya kepada {camera}."},same:{button:"Orang yang sama untuk semua kamera",heading:"Orang yang sama untuk semua kamera",like:"Semua mendapat orang, beserta waktunya, dari",these:"{names} akan boleh melihat semua kamera ini.",nobody:"Tidak ada selain pemilik yang akan boleh melihat kamera ini.",not:"Tidak boleh lagi di tempat yang sekarang boleh: {names}.",do:"Terapkan pada {count} kamera",done:"Semua kamera ini sekarang memiliki orang yang sama.",failed:"{camera}: {why}"}};var xi={hint:"Yang dimasukkan oleh orang yang bukan pemilik untuk kamera Anda menunggu di sini. Sampai dijawab, semuanya tetap seperti sebelumnya.",nothing:"Tidak ada yang menunggu Anda.",accept:"Terima",reject:"Tolak",accept_all:"Terima semua",reject_all:"Tolak semua",accept_all_heading:"Terima semua {count} perubahan?",accept_all_means:"Semua yang tercantum di sini akan berlaku. Jika ada yang menjadi pemilik karenanya, orang itu ikut menentukan kamera ini seperti Anda.",pending:"Diterima. Berlaku segera setelah dicatat.",accepted_other:"{count} perubahan diterima.",rejected_other:"{count} perubahan ditolak.",differ:"Ada yang berubah sejak Anda melihatnya, jadi tidak ada yang dijawab. Lihat lagi, lalu jawab.",was:"Sebelumnya",now:"Baru",entered:"Dimasukkan oleh {by} pada {when}.",entered_by:"Dimasukkan oleh {by}.",entered_when:"Dimasukkan pada {when}. Tidak diketahui oleh siapa.",entered_nobody:"Tidak diketahui siapa yang memasukkannya.",owner:{by:"{by} ingin {person} menjadi pemilik.",nobody:"{person} akan menjadi pemilik.",you:{by:"{by} ingin Anda menjadi pemilik.",nobody:"Anda akan menjadi pemilik."},means:"Pemilik menentukan untuk semua kamera akun ini. Jika Anda menerima, semuanya menjadi privat, dan tidak ada orang lain yang diizinkan sampai seorang pemilik mengizinkannya lagi."},without_owner:{by:"{by} ingin {person} tidak lagi menjadi pemilik.",nobody:"{person} tidak akan lagi menjadi pemilik.",you:{by:"{by} ingin Anda tidak lagi menjadi pemilik.",nobody:"Anda tidak akan lagi menjadi pemilik."},means:"Pemilik terakhir telah dihapus. Jika Anda menolak, Anda menjadi pemilik lagi; jika Anda menerima, tidak ada yang memiliki kamera ini."},viewer:{by:"{by} ingin {person} dapat melihat {camera}.",nobody:"{person} akan dapat melihat {camera}.",you:{by:"{by} ingin Anda dapat melihat {camera}.",nobody:"Anda akan dapat melihat {camera}."}},allow:{by:"{by} ingin mengizinkan sesuatu untuk {camera}: {what}.",nobody:"Sesuatu akan diizinkan untuk {camera}: {what}.",automations:{by:"{by} ingin otomatisasi memakai {camera}.",nobody:"Otomatisasi akan dapat memakai {camera}."},automations_lower:{by:"{by} ingin otomatisasi dapat mematikan privasi {camera}.",nobody:"Otomatisasi akan dapat mematikan privasi {camera}."},assistants:{by:"{by} ingin asisten suara menampilkan {camera}.",nobody:"Asisten suara akan dapat menampilkan {camera}."},integrations:{by:"{by} ingin integrasi lain memakai gambar {camera}.",nobody:"Integrasi lain akan dapat memakai gambar {camera}."},ai:{by:"{by} ingin AI melihat {camera}.",nobody:"AI akan dapat melihat {camera}."}},lowerer:{by:"{by} ingin otomatisasi “{what}” dapat mematikan privasi {camera}.",nobody:"Otomatisasi “{what}” akan dapat mematikan privasi {camera}.",means:"Periksa dahulu apa pemicunya: siapa pun yang bisa memicunya bisa mematikan privasi dengannya."},on:{by:"{by} ingin menyalakan {camera}.",nobody:"{camera} akan dinyalakan."},source:{by:"{by} ingin {camera} mengambil gambarnya dari tempat lain.",nobody:"{camera} akan mengambil gambarnya dari tempat lain.",means:"Nama pengguna dan kata sandi tidak ditampilkan. Pemilik tempat yang baru dapat melihat apa yang Anda lihat."},name:{by:"{by} memberi {camera} nama lain.",nobody:"{camera} diberi nama lain.",means:"Dengan nama yang tidak Anda kenal, kamera lain bisa jadi yang dimaksud. Sampai Anda menerimanya, apa pun yang membuka kamera ini tidak berfungsi dengan nama baru."},address:{by:"{by} mengubah alamat Home Assistant menjadi {what}.",nobody:"Alamat Home Assistant diubah menjadi {what}.",means:"Pemutar media akan mengambil gambar di sana. Terimalah jika alamat itu milik Anda. Jika tidak, perbaiki di Pengaturan → Sistem → Jaringan; sampai saat itu pemutar media tidak mendapat apa pun."},restored:{by:"{by} memulihkan cadangan: isinya tentang kamera Anda akan berlaku lagi.",nobody:"Cadangan dipulihkan: isinya tentang kamera Anda akan berlaku lagi.",means:"Jika Anda menerima, orang yang kehilangan akses sejak cadangan itu mendapatkannya kembali. Jika Anda menolak, semuanya tetap seperti sekarang. Privasi tetap aktif dalam kedua kasus."},elsewhere:"Untuk membatalkannya, ubah kembali di tempat ini diatur."};var $i={account:"Akun",filter:"Yang ditampilkan",camera:"Kamera",person:"Orang",kind:"Jenis",from:"Dari",to:"Sampai",all_cameras:"Semua kamera",all_people:"Semua orang",all_kinds:"Semua",clear:"Tampilkan semua",groups:{received:"Melihat",refused:"Ditolak",privacy:"Privasi dan daya",rights:"Siapa yang boleh melihat",originals:"Kamera asli dan loginnya",log:"Catatan itu sendiri",scenes:"Gambar sendiri atau asing"},rows:"Yang terjadi",loading:"Membaca catatan…",nothing:"Belum ada yang terjadi.",nothing_found:"Tidak ada yang seperti itu di catatan.",shown_other:"{count} entri ditampilkan.",older:"Lebih lama",address:"Dari {address}",again:"Coba lagi",not_logged:"Saat ini tidak ada yang dapat dicatat. Sampai itu berfungsi lagi, hanya pemilik yang dapat melihat kameranya.",no_account:"Hanya pemilik kamera yang memiliki catatan.",chart:{title:"30 hari terakhir",views:"Tayangan per hari",refusals:"Penolakan per hari",views_sum_other:"{count} kali dilihat",refusals_sum_other:"{count} penolakan",day:"Hari",bar:"{day}: {count}"},tools:{title:"Catatan ini",size_other:"{count} entri, sejak {since}.",size_none:"Belum ada entri.",days:"Simpan selama berapa hari ({least} sampai {most})",keep:"Simpan",kept:"Tersimpan. Yang lebih lama akan hilang saat perapian berikutnya.",shorter:"Yang lebih lama dari {count} hari akan dihapus dan tidak dapat dikembalikan.",export:"Ekspor",export_explained:"Berkas berisi setiap entri, yang dapat dipakai siapa pun untuk memeriksa catatan.",verify:"Periksa setiap entri",verifying:"Memeriksa setiap entri…"},parts:{kept:"Tayangan dan perubahan",refused:"Penolakan"},verified:{whole:"Tidak ada yang diubah, dihapus, atau disisipkan: entri {first} sampai {last} saling menyambung.",empty:"Tidak ada entri untuk diperiksa.",changed:"Entri {row} adalah yang pertama tidak sesuai dengan yang ditulis: entri itu, atau sesuatu sebelumnya, telah diubah.",missing:"Entri {row} adalah yang pertama hilang.",cut:"Catatan pernah memiliki entri {row}, tetapi berakhir sebelum itu: catatan dipotong, atau salinan lama dikembalikan.",anchor:"Catatan dimulai dari entri {row}, dan tidak ada keterangan mengapa yang sebelumnya hilang."},memory:{first:"Mulai sekarang peramban ini mengingat sampai mana catatan ini, sehingga Anda tahu bila ada yang memotong atau menulis ulang.",nowhere:"Peramban ini tidak menyimpan apa pun, jadi tidak dapat mengetahui apakah catatan ini sama dengan yang Anda lihat sebelumnya.",same:"Catatan tidak berubah sejak kunjungan terakhir Anda dengan peramban ini ({when}); yang baru hanya ditambahkan.",differs_title:"Ini bukan catatan yang Anda lihat sebelumnya",differs:"Catatan ini tidak memuat apa yang dilihat peramban ini ({when}). Seseorang memotong atau menulisnya ulang, atau Home Assistant dipulihkan dari cadangan. Jika Anda tahu tentang cadangan itu, mungkin tidak ada masalah. Jika tidak, ekspor catatan sekarang dan periksa setiap entri.",unproved_title:"Catatan tidak dapat dibandingkan",unproved:"Yang terakhir dilihat peramban ini ({when}) sudah tidak ada di catatan: dihapus karena usia atau ukurannya. Apakah semuanya sejak itu tidak berubah tidak dapat dibuktikan.",known:"Saya mengerti, lanjutkan dari sini"}};var Ai={who:{somebody:"Seseorang",automation:"Sebuah otomatisasi",assistant:"Sebuah asisten suara",integration:"Integrasi lain",program:"Program “{name}”"},whom:{somebody:"seseorang",automation:"sebuah otomatisasi",assistant:"sebuah asisten suara",integration:"integrasi lain",program:"program “{name}”"},camera:{gone:"kamera yang sudah tidak ada"},what:{automations:"otomatisasi",automations_lower:"otomatisasi yang dipicu pemilik",assistants:"asisten suara",integrations:"integrasi lain",ai:"layanan AI"},received:{nothing:"{who} membuka {camera}, tetapi tidak ada gambar yang dikirim.",live:"{who} menonton {camera} selama {long}.",live_phone:"{who} menonton {camera} selama {long}, di ponsel atau tablet.",live_computer:"{who} menonton {camera} selama {long}, di komputer.",live_browser:"{who} menonton {camera} selama {long}, di peramban.",picture:"{who} melihat satu gambar dari {camera}.",pictures:"{who} melihat {count} gambar dari {camera} dalam {long}.",picture_phone:"{who} melihat satu gambar dari {camera}, di ponsel atau tablet.",pictures_phone:"{who} melihat {count} gambar dari {camera} dalam {long}, di ponsel atau tablet.",picture_computer:"{who} melihat satu gambar dari {camera}, di komputer.",pictures_computer:"{who} melihat {count} gambar dari {camera} dalam {long}, di komputer.",picture_browser:"{who} melihat satu gambar dari {camera}, di peramban.",pictures_browser:"{who} melihat {count} gambar dari {camera} dalam {long}, di peramban.",saved:"{who} menyimpan satu gambar dari {camera} sebagai berkas.",recorded:"{who} merekam {camera} selama {long}.",cast:"{who} menampilkan {camera} di sebuah layar selama {long}.",assistant:"{who} menampilkan {camera} lewat asisten suara selama {long}.",by_assistant:"Sebuah asisten suara menampilkan {camera} selama {long}.",ai:"{who} meminta layanan AI melihat {camera}.",by_ai:"Sebuah layanan AI melihat {camera}.",taken:"{who} mengambil satu gambar dari {camera}.",taking:"{who} mengambil gambar dari {camera} selama {long}."},refused:{nobody_other:"Seseorang yang tidak berhak meminta {camera} sebanyak {count} kali.",refused_other:"{who} meminta {camera} sebanyak {count} kali tanpa memiliki hak.",privacy_on_other:"{who} meminta {camera} sebanyak {count} kali saat kamera itu privat.",camera_off_other:"{who} meminta {camera} sebanyak {count} kali saat kamera itu mati.",not_allowed_other:"{who} meminta {camera} sebanyak {count} kali dengan cara yang tidak diizinkan.",owners_only_other:"{who} meminta sebanyak {count} kali sesuatu dari {camera} yang hanya boleh didapat pemilik.",not_logged_other:"{who} meminta {camera} sebanyak {count} kali saat siapa yang melihat tidak dapat dicatat.",not_now_other:"{who} meminta {camera} sebanyak {count} kali di luar waktu yang disepakati.",ended_other:"{who} meminta {camera} sebanyak {count} kali tepat setelah pemilik mengakhirinya.",held_other:"{who} meminta {camera} sebanyak {count} kali saat gambarnya ditahan."},privacy_on:{by:"{who} menjadikan {camera} privat.",itself:"{camera} menjadi privat."},privacy_off:{by:"{who} mengakhiri privasi {camera}.",by_until:"{who} mengakhiri privasi {camera} sampai {until}.",itself:"Privasi {camera} berakhir.",itself_until:"Privasi {camera} berakhir sampai {until}."},turned_on:{by:"{who} menyalakan {camera}.",itself:"{camera} dinyalakan."},turned_off:{by:"{who} mematikan {camera}.",itself:"{camera} dimatikan."},given:{owner:"{who} menjadikan {whose} pemilik.",viewer:"{who} mengizinkan {whose} melihat {camera}.",allow:"{who} mengizinkan {what} memakai {camera}.",allow_lower:"{who} mengizinkan otomatisasi yang dipicu pemilik mengakhiri privasi {camera}.",lowerer:"{who} memilih sebuah otomatisasi yang boleh mengakhiri privasi {camera}.",assistants:"{who} mengizinkan asisten suara memakai kamera-kamera ini.",address:"{who} menerima sebuah alamat Home Assistant untuk pemutar media.",source:"{who} menetapkan dari mana gambar {camera} berasal."},taken:{owner:"{who} mengakhiri status {whose} sebagai pemilik.",viewer:"{who} mencabut izin {whose} untuk melihat {camera}.",allow:"{who} tidak lagi mengizinkan {what} memakai {camera}.",allow_lower:"{who} tidak lagi mengizinkan otomatisasi mengakhiri privasi {camera}.",lowerer:"{who} mencabut izin sebuah otomatisasi untuk mengakhiri privasi {camera}.",assistants:"{who} tidak lagi mengizinkan asisten suara memakai kamera-kamera ini.",address:"{who} menarik kembali sebuah alamat Home Assistant untuk pemutar media.",source:"{who} menghapus asal gambar {camera}."},proposed:{owner:"{who} ingin {whose} menjadi pemilik. Ini menunggu jawaban pemilik.",without_owner:"{who} menghapus {whose} sebagai pemilik. Ini menunggu jawaban.",viewer:"{who} ingin {whose} diizinkan melihat {camera}. Ini menunggu jawaban pemilik.",allow:"{who} ingin {what} diizinkan memakai {camera}. Ini menunggu jawaban pemilik.",allow_lower:"{who} ingin otomatisasi diizinkan mengakhiri privasi {camera}. Ini menunggu jawaban pemilik.",lowerer:"{who} ingin sebuah otomatisasi diizinkan mengakhiri privasi {camera}. Ini menunggu jawaban pemilik.",assistants:"{who} ingin asisten suara diizinkan memakai kamera-kamera ini. Ini menunggu jawaban pemilik.",address:"{who} mengubah alamat Home Assistant. Ini menunggu jawaban pemilik.",on:"{who} ingin {camera} dinyalakan. Ini menunggu jawaban pemilik.",source:"{who} mengubah asal gambar {camera}. Ini menunggu jawaban pemilik.",name:"{who} mengganti nama {camera} dari “{was}” menjadi “{now}”. Ini menunggu jawaban pemilik.",restored:"Kesepakatan di akun ini dikembalikan dari salinan lama. Ini menunggu jawaban pemilik."},withdrawn:{owner:"Usulan agar {whose} menjadi pemilik tidak lagi menunggu, dan tidak diberikan.",without_owner:"Penghapusan {whose} sebagai pemilik tidak lagi menunggu jawaban.",viewer:"Usulan agar {whose} boleh melihat {camera} tidak lagi menunggu, dan tidak diberikan.",allow:"Usulan agar {what} boleh memakai {camera} tidak lagi menunggu, dan tidak diberikan.",allow_lower:"Usulan agar otomatisasi boleh mengakhiri privasi {camera} tidak lagi menunggu, dan tidak diberikan.",lowerer:"Usulan agar sebuah otomatisasi boleh mengakhiri privasi {camera} tidak lagi menunggu, dan tidak diberikan.",assistants:"Usulan agar asisten suara boleh memakai kamera-kamera ini tidak lagi menunggu, dan tidak diberikan.",address:"Alamat Home Assistant yang diubah tidak lagi menunggu, dan tidak diterima.",on:"Usulan agar {camera} dinyalakan tidak lagi menunggu, dan tidak diberikan.",source:"Asal gambar baru untuk {camera} tidak lagi menunggu, dan tidak diterima.",name:"Nama baru “{now}” untuk {camera} tidak lagi menunggu jawaban.",restored:"Yang dikembalikan dari salinan lama tidak lagi menunggu jawaban."},put_out:"{who} menghentikan {whose} menerima {camera}.",locked:{by:"{who} mengunci kamera asli dari {camera}.",itself:"Kamera asli dari {camera} dikunci."},released:{by:"{who} melepas kunci kamera asli dari {camera}.",itself:"Kunci kamera asli dari {camera} dilepas.",by_removed:"{who} menghapus {camera}, dan kunci kamera aslinya dilepas.",itself_removed:"{camera} dihapus, dan kunci kamera aslinya dilepas."},login_refused:"{camera} tidak lagi menerima nama pengguna dan kata sandinya.",login_entered:{accepted:"{who} memasukkan nama pengguna atau kata sandi baru untuk {camera}.",waits:"{who} memasukkan nama pengguna atau kata sandi baru untuk {camera}. Ini menunggu jawaban pemilik."},scene_set_up:{by:"{who} menyatakan bahwa {camera} menunjukkan yang seharusnya. Mulai sekarang itu diperiksa.",itself:"Mulai sekarang diperiksa bahwa {camera} menunjukkan yang seharusnya."},scene_off:"{who} mengakhiri pemeriksaan gambar {camera}.",scene_held:{other:"{camera} menunjukkan hal lain, dan itu ditahan.",blank:"{camera} tidak dapat diperiksa: gelap atau tertutup. Hanya pemilik yang melihatnya."},scene_back:"{camera} menunjukkan gambarnya sendiri lagi.",scene_answered:{moved:"{who} menyatakan bahwa {camera} miliknya, dan dipindahkan.",light:"{who} menyatakan bahwa {camera} miliknya, dalam cahaya lain.",not_mine:"{who} menyatakan bahwa yang ditunjukkan {camera} bukan miliknya. Kamera tidak dihubungi lagi.",mine:"{who} menyatakan bahwa {camera} ternyata miliknya."},scene_anyway:"{who} membuat pemilik dapat melihat selama lima menit apa yang ditahan dari {camera}.",keeping_other:"{who} menetapkan bahwa catatan ini disimpan selama {count} hari.",started:{stop:"Home Assistant dimulai.",kill:"Home Assistant dimulai lagi setelah berakhir tanpa peringatan.",nothing:"Home Assistant dimulai, dan catatan masih kosong."},stopped:"Home Assistant berhenti.",gap_other:"{count} entri hilang di sini karena tidak dapat disimpan.",pruned:{age:"Entri {from} sampai {to} dihapus karena sudah lama.",size:"Entri {from} sampai {to} dihapus karena catatan menjadi terlalu besar."},begun:{new:"Catatan dimulai di sini.",damaged:"Catatan dimulai lagi di sini: yang sebelumnya rusak dan disisihkan."},differs:"Catatan ini bukan yang semula: entri {expected} pernah ditulis, dan kini catatan berakhir di {found} atau isinya lain. Catatan telah dipotong, ditulis ulang, atau dikembalikan dari cadangan.",unnamed:"Sesuatu terjadi yang belum dapat dijelaskan halaman ini ({event}).",unnamed_camera:"Sesuatu terjadi pada {camera} yang belum dapat dijelaskan halaman ini ({event}).",when:{today:"hari ini pukul {time}",yesterday:"kemarin pukul {time}",night:"{weekday} dini hari",morning:"{weekday} pagi",afternoon:"{weekday} siang",evening:"{weekday} malam"},day:{today:"Hari ini",yesterday:"Kemarin"}};var Si={intro:"Apa yang dibiarkan terbuka oleh instalasi ini, seberapa buruk, dan apa yang perlu dilakukan.",looking:"Sedang memeriksa…",again:"Periksa lagi",fixing:"Sebentar…",fixed:"Selesai, dan sudah diperiksa lagi.",show:"Buka pengaturan",ask_admin:"Minta administrator Home Assistant melakukannya.",ask_owner:"Minta pemilik kamera melakukannya.",none:"Tidak ada yang ditemukan.",looked:"Yang sudah diperiksa:",severity:{serious:"Serius",moderate:"Sebaiknya dilakukan",minor:"Perlu diketahui"},fixes:{lock_original:"Kunci kamera asli",close_beside:"Kunci juga",unexpose:"Keluarkan dari asisten",end_login:"Akhiri login ini",quiet_log:"Kurangi pencatatan",withdraw:"Cabut izinnya",other:"Perbaiki"},used_never:"Belum pernah digunakan.",used:"Terakhir digunakan pada {day}.",assistants:{conversation:"Assist",cloud_alexa:"Amazon Alexa",cloud_google_assistant:"Google Assistant"},places:{originals:"Apakah kamera asli terkunci, dan apa lagi dari perangkatnya yang terbuka",www:"Gambar di folder “www”",forwarding:"Integrasi yang meneruskan gambar",lowering:"Otomatisasi yang boleh mengakhiri privasi",assistants:"Kamera yang dapat dipakai asisten",logins:"Login dan token akses Anda sendiri",trusted_networks:"Login tanpa kata sandi",go2rtc:"Apakah go2rtc menjawab tanpa kata sandi",logging:"Apa yang dicatat Home Assistant",backups:"Apakah cadangan dienkripsi",log:"Apakah catatan siapa yang melihat dapat ditulis"},kinds:{original_open:{open:"Semua orang di Home Assistant dapat membuka {original}, tempat {camera} mendapatkan gambarnya.",do:"Kunci kamera itu agar hanya kamera terlindung yang menampilkan gambarnya. Yang kini memakai {entity_id} harus memakai kamera terlindung setelahnya."},original_not_closed:{open:"{original}, tempat {camera} mendapatkan gambarnya, seharusnya terkunci, tetapi tidak.",do:"Periksa apakah {entity_id} ada dan aktif, lalu mulai ulang Home Assistant."},beside_open:{open:"{other} berasal dari perangkat yang sama dengan {camera}, dan semua orang dapat membukanya.",do:"Kunci juga, atau nonaktifkan {entity_id} di pengaturannya."},picture_in_www:{open:"Berkas {file} bernama seperti {camera}, dan siapa pun yang tahu alamatnya dapat melihatnya tanpa login.",do:"Periksa apakah itu gambar dari kamera ini; jika ya, hapus atau pindahkan dari folder “www”."},written_to_www:{open:"{by} menulis gambar {camera} ke {file}, tempat siapa pun yang tahu alamatnya dapat melihatnya tanpa login.",do:"Atur agar menulis ke folder lain, dan hapus yang sudah ada."},forwarded:{open:"{camera} mengizinkan integrasi lain memakai gambarnya, dan {integration} meneruskan apa yang diterimanya.",do:"Jika tidak diperlukan, jangan lagi izinkan integrasi lain memakai kamera ini, di “Siapa yang boleh melihat”."},may_lower:{open:"Otomatisasi {automation} boleh mengakhiri privasi {camera}.",do:"Jika bukan itu maksudnya, pilih otomatisasi lain di “Siapa yang boleh melihat”."},exposed:{open:"{camera} diekspos ke {assistant}, sehingga perangkat suara dapat menampilkan atau menyalakannya.",do:"Keluarkan dari asisten jika tidak dipakai di sana."},original_exposed:{open:"{original} diekspos ke {assistant}. Kamera itu terkunci sehingga tidak ada yang ditampilkan, tetapi namanya diketahui di sana.",do:"Keluarkan dari asisten."},token_never_ends:{open:"Token akses Anda {login} berlaku bertahun-tahun. Siapa pun yang memilikinya dapat bertindak sebagai Anda.",do:"Akhiri jika tidak diperlukan lagi. Yang memakainya akan berhenti berfungsi."},login_never_ends:{open:"Login Anda {login} tidak pernah berakhir. Siapa pun yang memegang perangkat itu dapat melihat kamera Anda.",do:"Akhiri jika perangkat itu bukan milik Anda lagi. Setelah itu perangkat harus login lagi."},login_unused:{open:"Login Anda {login} tidak digunakan selama 90 hari.",do:"Akhiri saja. Jika ternyata masih dipakai, Anda cukup login lagi."},login_without_password:{open:"Di jaringan ini orang login tanpa kata sandi: {networks}. Siapa pun di jaringan rumah dapat menjadi Anda.",do:"Hapus jaringan tepercaya dari konfigurasi Home Assistant, atau keluarkan pengguna yang memiliki kamera."},go2rtc_api_open:{open:"go2rtc di {address} memberikan gambar tanpa kata sandi. Siapa pun yang mencapai alamat itu melihat semua kameranya.",do:"Tetapkan pengguna dan kata sandi untuk API-nya, atau batasi hanya untuk mesin ini."},go2rtc_rtsp_open:{open:"Server RTSP go2rtc di {address} memberikan gambar tanpa kata sandi.",do:"Tetapkan pengguna dan kata sandi untuk RTSP, atau batasi hanya untuk mesin ini."},debug_logging:{open:"Yang dicatat {logger} memuat alamat gambar, yang dapat dipakai orang lain untuk membukanya sementara waktu.",do:"Kurangi pencatatan setelah yang Anda cari ditemukan, dan jangan bagikan berkas log."},backup_open:{open:"Cadangan otomatis tidak dienkripsi. Siapa pun yang mendapatkannya memiliki kata sandi kamera Anda.",do:"Tetapkan kata sandi untuk cadangan."},backup_location_open:{open:"Cadangan otomatis yang dikirim ke {location} tidak dienkripsi. Siapa pun yang mendapatkannya memiliki kata sandi kamera Anda.",do:"Aktifkan enkripsi untuk lokasi ini."},log_not_written:{open:"Catatan siapa yang melihat tidak dapat ditulis. Sampai dapat, hanya pemilik yang melihat kameranya.",do:"Kosongkan ruang di disk, lalu lihat bagian perbaikan."},not_looked:{open:"Ini tidak dapat diperiksa: {place}.",do:"Periksa lagi nanti. Jika tetap begitu, keterangan lebih lanjut ada di log Home Assistant."},unknown:{open:"Ada yang terbuka yang belum dapat dijelaskan halaman ini ({kind}).",do:"Cari versi halaman yang lebih baru: muat ulang halaman ini."},go2rtc_api_local:{open:"go2rtc di {address} memberikan gambar kepada setiap program di mesin ini, apa pun kata sandinya.",do:"Jika Anda memercayai semua yang berjalan di mesin ini, tidak ada yang perlu dilakukan. Jika tidak, hapus yang tidak Anda percayai, atau hentikan go2rtc."},go2rtc_rtsp_local:{open:"Server RTSP go2rtc di {address} memberikan gambar kepada setiap program di mesin ini, apa pun kata sandinya.",do:"Jika Anda memercayai semua yang berjalan di mesin ini, tidak ada yang perlu dilakukan. Jika tidak, hapus yang tidak Anda percayai, atau hentikan go2rtc."}},more_other:"Ada {count} berkas lain dengan nama seperti itu."};var Hi={title:"Kamera siapa ini?",intro:"Tiga pertanyaan saja, lalu kamera Anda hanya menampilkan gambarnya kepada orang yang dipilih pemiliknya.",you:"{name} (Anda)",owners:{question:"Milik siapa kamera-kamera ini?",hint:"Hanya pemilik yang selalu dapat melihat kamera, dan menentukan siapa lagi yang boleh. Administrator tidak otomatis menjadi pemilik.",missing:"Pilih setidaknya satu pemilik."},cameras:{question:"Kamera yang mana?",hint:"Ini kamera yang sudah ada di Home Assistant. Yang lain dapat ditambahkan nanti, juga dengan alamatnya.",missing:"Pilih setidaknya satu kamera.",none:"Di Home Assistant tidak ada kamera yang dapat dilindungi dengan cara ini. Tambahkan kamera dengan alamatnya di pengaturan Dropcam Privacy.",settings:"Ke pengaturan Dropcam Privacy",all:"Pilih semua",no_one:"Jangan pilih satu pun"},viewers:{question:"Siapa lagi yang boleh melihat?",hint:"Tidak harus ada. Orang-orang ini melihat kamera setelah pemilik mematikan privasi. Pemilik dapat mengubahnya kapan saja.",none:"Tidak ada orang lain yang bisa melihat."},then:"Yang akan terjadi",means:{owners:"{names} dapat melihat kamera ini, dan menentukan semuanya.",no_owners:"Pemilik dapat melihat kamera ini, dan menentukan semuanya.",locked:"Kamera asli dikunci dan disembunyikan: gambarnya tidak lagi diberikan kepada siapa pun selain itu. Dasbor dan otomatisasi berlanjut dengan kamera terlindungi, dengan ID entitas yang sama.",private:"Semuanya privat pada awalnya: hanya pemilik yang melihatnya, sampai seorang pemilik mematikan privasi.",viewers:"{names} boleh melihat selama privasi nonaktif.",proposed:"{names} boleh melihat selama privasi nonaktif, setelah seorang pemilik menerimanya: Anda bukan pemilik, jadi hanya dapat mengusulkannya.",not_you:"Anda tidak melihat satu pun dari kamera ini: Anda bukan salah satu pemiliknya."},go_none:"Lindungi kamera",go_other:"Lindungi {count} kamera",busy:"Sedang melindungi…",wait:"Ini bisa memakan waktu sebentar untuk setiap kamera."};var Ti={private:"Kamera ini privat.",not_guarded:"{entity} bukan kamera Dropcam Privacy. Pilih kamera lain.",unknown:"Tidak ada kamera {entity}. Pilih kamera lain.",turn_on:"Nyalakan",waiting_other:"{count} perubahan menunggu jawaban Anda",watching_other:"{names} sedang menonton",picker:{name:"Kamera dengan privasi",description:"Kamera Dropcam Privacy: gambarnya untuk mereka yang boleh melihat, dan untuk pemiliknya sakelar privasi serta siapa yang menonton."},editor:{entity:"Kamera",name:"Nama",live:"Gambar langsung",live_hint:"Mati: gambar diam, setiap beberapa detik.",controls:"Sakelar privasi dan siapa yang menonton",controls_hint:"Hanya pemilik kamera yang melihatnya."}};var Ei={title:"摄像头",title_waiting:"({count}) 摄像头",failed:"操作没有成功。",mine:"我的",who:"谁可以看",waiting:"等待您处理",happened:"发生了什么",check_up:"检查",menu:"打开侧边栏",pages:"页面",to_answer_other:"{count} 项更改等待您答复",loading:"请稍候…",no_connection:"与 Home Assistant 的连接已断开，稍后会自动恢复。",no_overview:"无法显示您的摄像头：{why}",retry:"重试",close:"关闭",cancel:"取消"};var Ci={yours:"您的摄像头",others:"与您共享",privacy:"隐私",privacy_of:"{camera}的隐私",all_private:"立即全部设为私密",all_private_of:"立即将{account}的所有摄像头设为私密",not_all:"未能设为私密：{names}。{why}",picture_of:"{camera}的画面",live_of:"{camera}的实时画面",live:"实时",sleeps:"为节省电量，此摄像头正在休眠。查看画面会将其唤醒。",wake:"显示画面",why:{privacy_on:"私密",privacy_on_more:"现在只有主人能看。",camera_off:"已关闭",camera_off_more:"谁都看不到，主人也不例外。",not_now:"现在不是可看的时间",not_now_more:"到了允许您查看的时间，就能再看。",not_logged:"暂时不能看",not_logged_more:"现在无法记录谁看过。恢复记录之前，只有主人能看。",refused:"未与您共享",unavailable:"无法连接",unavailable_more:"摄像头恢复响应后，画面会出现在这里。",no_picture:"没有画面",no_picture_more:"摄像头目前没有提供画面，稍后会自动重试。",ended:"已结束",ended_more:"所有者结束了查看。一分钟后您可以再次查看。",held:"已扣留",held_more:"这可能是另一台摄像头的画面。请一位所有者查看。"},doing:{raising:"正在切断其他所有人…",lowering:"仍为私密，直到关闭隐私的设置保存完毕…",turning:"请稍候…",looking:"正在查看几张画面…"},menu:{title:"{camera}的更多操作",hour:"关闭隐私一小时",until:"关闭隐私，直到我重新打开",turn_off:"关闭摄像头",turn_on:"打开摄像头",check:"检查画面是否属于它自己",uncheck:"不再检查它的画面"},now:{you:"您",off:"摄像头已关闭。谁都看不到，您也不例外。",only_you:"只有您能看到此摄像头。",only_owners:"只有主人能看到此摄像头：{names}。",not_logged_you:"由于无法记录谁看过，现在只有您能看到此摄像头。",not_logged_owners:"由于无法记录谁看过，现在只有主人能看到此摄像头：{names}。",nobody:"只有您能看到此摄像头。隐私已关闭，但您还没有允许任何人查看。",people:"{names}能看到此摄像头。",both:"{names}能看到此摄像头。画面也可能交给{things}。",things:"没有其他人能看到此摄像头，但画面可能交给{things}。",automations:"自动化",assistants:"语音助手",integrations:"其他集成",ai:"AI 服务",again:"隐私会自动恢复：{time}。",later:"只能在其他时间查看：{names}。",held:"这可能是另一台摄像头的画面。现在没有人能看到它。"},watching:{title:"正在观看",you:"您",since:"从{time}开始",end:"结束",end_of:"结束{name}的观看",ended:"已结束。一分钟内，{name}不会再收到此摄像头的画面。",kind:{person:"某人",automation:"一个自动化",assistant:"语音助手",integration:"其他集成",unknown:"一个程序"},channel:{snapshot:"单张画面",live:"实时",file:"存入文件",cast:"在屏幕上",assistant:"通过语音助手",ai:"用于 AI 服务",integration:"通过集成"},on:{phone:"在手机或平板上",computer:"在电脑上",browser:"在浏览器中"}},last:{title:"最近发生",nothing:"还没有记录。"},seen:{title:"与您共享的摄像头",until:"您可以查看到：{time}。",logged:"您每次查看都会为主人记录下来。"},empty:{owner:"还没有摄像头",owner_more:"您的账户还没有摄像头。管理 Home Assistant 的人可以在集成页面添加。",admin:"您在这里没有摄像头",admin_more:"家中其他人已经设置了摄像头，只有他们以及他们允许的人才能看到。您可以设置自己的摄像头，也可以为别人设置。新摄像头从一开始就是私密的。",stranger:"没有与您共享的摄像头",stranger_more:"如果想看某个摄像头，请询问它的主人。主人可以在这里的“谁可以看”中允许您。如果想要自己的摄像头，请询问管理 Home Assistant 的人。",set_up:"设置摄像头"},scene:{title:"自己的画面",ask:"这是您的摄像头吗？",ask_more:"请看{camera}的画面。如果是您的，以后别人家的画面会在任何人看到之前被扣留。适用于不转动的摄像头。",yes:"是，这是我的摄像头",turns:"它会转动，不检查",begins:"这台摄像头是新的：只要连续三分钟显示相同内容，就会开始检查画面是否属于它自己。",knows:"这是它现在认得的画面。",accepted:"最后一张属于您的画面",accepted_none:"自 Home Assistant 启动以来还没有。",now:"它现在显示的内容（粗略）",now_none:"尚未查看。",blank:"无法检查：太暗或被遮住。现在只有所有者能看到。",held:"这可能是另一台摄像头的画面",held_more:"自{since}起，没有人能看到它。您可以查看已知的内容，并说明它是否属于您。",held_settling:"自{since}起，只有所有者能看到它。这台摄像头是新的，还不认得所有的白天和夜晚：请说明它是否属于您。",anyway_until:"所有者在 {time} 之前可以看到它。",look:"查看",moved:"是我的，被移动过",light:"是我的，光线不同",not_mine:"不是我的",not_mine_means:"不再有人得到{camera}的画面。在您说它其实属于您之前，不会联系这台摄像头，也不会使用它的登录信息。请告知摄像头的厂商或卖家，并更改密码。",mine:"其实是我的",anyway:"向所有者显示五分钟",again:"再看一次",disowned:"自{since}起，一位所有者说这不是自己的",tell:"不会联系这台摄像头，也不会使用它的登录信息。请告知摄像头的厂商或卖家，并更改密码。一旦它又显示您自己的家，请在这里说明。",moment:"请稍候…"}};var Oi={no_cameras:"您没有自己的摄像头，因此这里没有需要设置的内容。",not_loaded:"此账户当前未运行，因此其摄像头不向任何人提供画面，部分内容暂时无法更改。",no_people:"暂时无法读取可授权的人员名单。{why}",again:"重试",cancel:"取消",save:"保存",saved:"已保存。",pending:"正在写入。此提示消失后即生效。",taken:"已收回，正在写入。",owners:"所有者",owner:"所有者",owner_you:"所有者（您）",owners_hint_other:"所有者始终可以看这些摄像头，开启隐私时也一样。管理员并不因此成为所有者。",assistants:"语音助手",assistants_hint:"关闭时，无论下方允许了什么，任何语音助手都得不到这些摄像头的画面。",assistants_blocked:"语音助手目前对所有这些摄像头关闭，因此此项暂不起作用。",private:"私密",private_now:"隐私已开启，现在只有所有者能看到此摄像头。您在这里的选择在隐私关闭时生效。",people:"人员",people_hint:"隐私关闭时，他们可以看实时画面和静态图片，但看不到获得授权之前的任何内容。",nobody:"除所有者外，没有其他人。",nobody_else:"没有其他可以授权的人。",add:"授权他人",whom:"允许谁看？",choose:"选择人员",let_in:"授权",not_let_in:"未能授权 {name}。{why}",was_let_in:"隐私关闭时，{name} 现在可以看了。",remove:"移除",remove_name:"移除 {name}",was_removed:"{name} 不能再看了。",not_now:"此刻不能看。",times_of:"{name} 的时间",sum:{you:"只有您能看到",owners:"只有所有者能看到",programs:"没有其他人，但有您允许的程序",people:"{names}可以看",people_programs:"{names}以及您允许的程序可以看",many_other:"{count} 人可以看",many_programs_other:"{count} 人以及您允许的程序可以看"},days:{"0":"周一","1":"周二","2":"周三","3":"周四","4":"周五","5":"周六","6":"周日",range:"{first}至{last}"},times:{button:"时间",when:"什么时候可以看？",always:"任何时间",limited:"仅在特定时间",days:"星期",from:"从",to:"到",until:"最后一天","24":"24:00",midnight:"午夜",zone:"不需要限制的时间和最后一天请留空。时间以{zone}为准。",no_days:"请至少选择一天。",same:"开始和结束时间相同。请选择两个不同的时间，或都留空。",over:"最后一天已经过去。请选择更晚的日期，或留空。",nothing:"目前还没有任何限制。请选择星期、时间或最后一天。",every_day:"每天",every_day_until:"每天，截至 {date}",every_hours:"每天 {from} 至 {to}",every_hours_until:"每天 {from} 至 {to}，截至 {date}",every_night:"每天 {from} 起，跨过午夜，至次日 {to}",every_night_until:"每天 {from} 起，跨过午夜，至次日 {to}，截至 {date}",days_day:"每{days}，全天",days_day_until:"每{days}，全天，截至 {date}",days_hours:"每{days} {from} 至 {to}",days_hours_until:"每{days} {from} 至 {to}，截至 {date}",days_night:"每{days} {from} 起，跨过午夜，至次日 {to}",days_night_until:"每{days} {from} 起，跨过午夜，至次日 {to}，截至 {date}"},programs:"程序、助手与 AI",programs_hint:"隐私开启时，它们什么也得不到。已经传出的画面无法收回。",allow:{automations:"自动化",automations_hint:"自动化和脚本可以拍快照、录像、投放到媒体播放器，以及关闭摄像头。任何人都可能触发自动化。",automations_lower:"自动化结束隐私",automations_lower_hint:"您逐一选定的自动化还可以关闭隐私、打开摄像头，但由非所有者触发时除外。",assistants:"语音助手",assistants_hint:"Google Assistant、Alexa 和 Assist 可以实时显示画面，例如在房间里人人都看得到的智能屏上。",integrations:"其他集成",integrations_hint:"HomeKit、图像识别、通知、访问令牌以及任何其他程序都可以读取画面，并转发出去。",ai:"AI",ai_hint:"Home Assistant 的 AI 任务可以查看画面。如果 AI 在别处运行，画面会传到那里。"},lower:{chosen:"这些可以结束隐私",none:"还没有。",stopped:"这些本会结束隐私，但未被选定，或选定后被修改过",choose:"允许",no_id:"它没有 ID，无法选定。",gone:"一个目前不存在的自动化",heading:"允许“{name}”结束隐私？",warning:"它可以关闭 {camera} 的隐私，并打开摄像头。请先查看什么会触发它：能触发它的人就能借此结束隐私。如果非所有者修改了它，就需要重新选定。"},original:{title:"原摄像头",is_open:"开放：无论您在上面如何选择，Home Assistant 中的所有人都能看到 {original}（{id}）。",is_not_closed:"{original}（{id}）应已锁定，但现在并未关闭：Home Assistant 中的所有人可能都能看到它。“检查”页有更多说明。",is_locked:"已锁定：{original}（{id}）只把画面交给此摄像头。",is_gone:"已锁定，但原摄像头目前不存在。",is_taken_over:"此摄像头使用它的实体 ID：{id}。",lock:"锁定",release:"解锁",take_over:"接管其实体 ID",give_back:"归还其实体 ID",release_heading:"解锁原摄像头？",release_means:"之后 Home Assistant 中的所有人都能看到 {original}，为 {camera} 所做的设置对它无效。如果 {camera} 使用着它的实体 ID，该 ID 会归还给原摄像头。",take_over_heading:"接管实体 ID？",take_over_means:"使用 {id} 的仪表盘、自动化和脚本之后会使用 {camera}。原摄像头保持锁定，其实体 ID 末尾会加上“_original”。",give_back_heading:"归还实体 ID？",give_back_means:"{original} 会取回其实体 ID 并保持锁定。使用该 ID 的仪表盘、自动化和脚本将不再显示任何画面，{camera} 会得到自己的实体 ID。",lock_heading:"锁定原摄像头？",lock_means:"{original} 只把画面交给 {camera}。"},same:{button:"所有摄像头使用相同人员",heading:"所有摄像头使用相同人员",like:"全部采用以下摄像头的人员及其时间",these:"之后{names}可以看所有这些摄像头。",nobody:"之后除所有者外，没有人可以看这些摄像头。",not:"目前能看、之后不再能看的人：{names}。",do:"应用到 {count} 个摄像头",done:"所有这些摄像头现在的人员相同。",failed:"{camera}：{why}"}};var Ii={hint:"非所有者为您的摄像头所做的更改会在这里等待。在您回答之前，一切照旧。",nothing:"没有等待您处理的事项。",accept:"接受",reject:"拒绝",accept_all:"全部接受",reject_all:"全部拒绝",accept_all_heading:"接受全部 {count} 项更改？",accept_all_means:"之后这里列出的一切都会生效。如果其中有人因此成为所有者，他就能像您一样决定这些摄像头的事。",pending:"已接受，写入后即生效。",accepted_other:"已接受 {count} 项更改。",rejected_other:"已拒绝 {count} 项更改。",differ:"自您查看以来，情况已有变化，因此没有作出任何回答。请再看一遍，然后回答。",was:"之前",now:"新的",entered:"由 {by} 于 {when} 提出。",entered_by:"由 {by} 提出。",entered_when:"于 {when} 提出，不知道是谁。",entered_nobody:"不知道是谁提出的。",owner:{by:"{by} 希望 {person} 成为所有者。",nobody:"{person} 将成为所有者。",you:{by:"{by} 希望您成为所有者。",nobody:"您将成为所有者。"},means:"所有者可以决定此账户所有摄像头的事。如果您接受，所有摄像头都会变为私密，在所有者重新授权之前，不允许其他任何人看。"},without_owner:{by:"{by} 希望 {person} 不再是所有者。",nobody:"{person} 将不再是所有者。",you:{by:"{by} 希望您不再是所有者。",nobody:"您将不再是所有者。"},means:"最后一位所有者已被移除。如果您拒绝，您重新成为所有者；如果您接受，这些摄像头就没有所有者了。"},viewer:{by:"{by} 希望 {person} 能看到 {camera}。",nobody:"{person} 将能看到 {camera}。",you:{by:"{by} 希望您能看到 {camera}。",nobody:"您将能看到 {camera}。"}},allow:{by:"{by} 希望为 {camera} 允许：{what}。",nobody:"将为 {camera} 允许：{what}。",automations:{by:"{by} 希望自动化能使用 {camera}。",nobody:"自动化将能使用 {camera}。"},automations_lower:{by:"{by} 希望自动化能关闭 {camera} 的隐私。",nobody:"自动化将能关闭 {camera} 的隐私。"},assistants:{by:"{by} 希望语音助手能显示 {camera}。",nobody:"语音助手将能显示 {camera}。"},integrations:{by:"{by} 希望其他集成能使用 {camera} 的画面。",nobody:"其他集成将能使用 {camera} 的画面。"},ai:{by:"{by} 希望 AI 能查看 {camera}。",nobody:"AI 将能查看 {camera}。"}},lowerer:{by:"{by} 希望自动化“{what}”能关闭 {camera} 的隐私。",nobody:"自动化“{what}”将能关闭 {camera} 的隐私。",means:"请先查看什么会触发它：能触发它的人就能借此关闭隐私。"},on:{by:"{by} 希望打开 {camera}。",nobody:"{camera} 将被打开。"},source:{by:"{by} 希望 {camera} 从别处获取画面。",nobody:"{camera} 将从别处获取画面。",means:"用户名和密码不会显示。拥有新来源的人能看到您所看到的。"},name:{by:"{by} 给 {camera} 换了名称。",nobody:"{camera} 换了名称。",means:"您不认识的名称可能指的是另一个摄像头。在您接受之前，任何打开此摄像头的操作都不能使用新名称。"},address:{by:"{by} 把 Home Assistant 的地址改成了 {what}。",nobody:"Home Assistant 的地址被改成了 {what}。",means:"媒体播放器会从那里获取画面。如果是您自己的地址，请接受。如果不是，请在“设置 → 系统 → 网络”中更正；在此之前媒体播放器得不到任何画面。"},restored:{by:"{by} 恢复了备份：其中关于您摄像头的内容将重新生效。",nobody:"已恢复备份：其中关于您摄像头的内容将重新生效。",means:"如果您接受，在该备份之后失去访问权的人会重新得到访问权。如果您拒绝，一切保持现状。无论哪种情况，隐私都保持开启。"},elsewhere:"要撤销，请在设置它的地方改回来。"};var Pi={account:"账户",filter:"显示内容",camera:"摄像头",person:"人员",kind:"类型",from:"从",to:"到",all_cameras:"所有摄像头",all_people:"所有人",all_kinds:"全部",clear:"显示全部",groups:{received:"查看",refused:"被拒绝",privacy:"隐私与开关",rights:"谁可以查看",originals:"原始摄像头与登录",log:"日志本身",scenes:"自己或他人的画面"},rows:"发生的事情",loading:"正在读取日志…",nothing:"还没有发生任何事情。",nothing_found:"日志中没有这样的内容。",shown_other:"显示 {count} 条记录。",older:"更早",address:"来自 {address}",again:"重试",not_logged:"目前无法写入日志。在恢复之前，只有所有者能看到自己的摄像头。",no_account:"只有摄像头的所有者才有日志。",chart:{title:"最近 30 天",views:"每天的查看次数",refusals:"每天的拒绝次数",views_sum_other:"查看 {count} 次",refusals_sum_other:"拒绝 {count} 次",day:"日期",bar:"{day}：{count}"},tools:{title:"这份日志",size_other:"共 {count} 条记录，始于{since}。",size_none:"还没有记录。",days:"保留天数（{least} 至 {most}）",keep:"保存",kept:"已保存。更早的内容会在下次整理时删除。",shorter:"早于 {count} 天的内容将被删除，且无法恢复。",export:"导出",export_explained:"包含每条记录的文件，任何人都可以用它检查日志。",verify:"检查每条记录",verifying:"正在检查每条记录…"},parts:{kept:"查看与更改",refused:"拒绝"},verified:{whole:"没有任何更改、删除或插入：第 {first} 至 {last} 条记录前后相接。",empty:"没有可检查的记录。",changed:"第 {row} 条是第一条与当初所写不符的记录：它或它之前的内容被改动过。",missing:"第 {row} 条是第一条缺失的记录。",cut:"日志曾有第 {row} 条记录，现在却在此之前结束：它被截断，或恢复了旧副本。",anchor:"日志从第 {row} 条开始，却没有说明之前的内容为何消失。"},memory:{first:"从现在起，此浏览器会记住日志的位置，若有人截断或改写它，您会知道。",nowhere:"此浏览器不保存任何内容，因此无法判断这份日志是否与您之前看到的相同。",same:"自您上次使用此浏览器访问（{when}）以来，日志没有变化，只添加了新内容。",differs_title:"这不是您之前看到的日志",differs:"它不包含此浏览器曾看到的内容（{when}）。有人截断或改写了它，或者 Home Assistant 从备份恢复过。如果您知道有这样的备份，可能没有问题；否则请立即导出日志并检查每条记录。",unproved_title:"无法比较日志",unproved:"此浏览器上次看到的内容（{when}）已不在日志中：它因时间过久或日志过大而被删除。此后的一切是否未变，无法证明。",known:"我知道了，从这里继续"}};var Li={who:{somebody:"有人",automation:"某个自动化",assistant:"某个语音助手",integration:"其他集成",program:"程序“{name}”"},whom:{somebody:"某人",automation:"某个自动化",assistant:"某个语音助手",integration:"其他集成",program:"程序“{name}”"},camera:{gone:"一台已不存在的摄像头"},what:{automations:"自动化",automations_lower:"由所有者触发的自动化",assistants:"语音助手",integrations:"其他集成",ai:"AI 服务"},received:{nothing:"{who}打开了“{camera}”，但没有画面发出。",live:"{who}观看了“{camera}”{long}。",live_phone:"{who}在手机或平板上观看了“{camera}”{long}。",live_computer:"{who}在电脑上观看了“{camera}”{long}。",live_browser:"{who}在浏览器中观看了“{camera}”{long}。",picture:"{who}查看了“{camera}”的一张画面。",pictures:"{who}在{long}内查看了“{camera}”的 {count} 张画面。",picture_phone:"{who}在手机或平板上查看了“{camera}”的一张画面。",pictures_phone:"{who}在手机或平板上于{long}内查看了“{camera}”的 {count} 张画面。",picture_computer:"{who}在电脑上查看了“{camera}”的一张画面。",pictures_computer:"{who}在电脑上于{long}内查看了“{camera}”的 {count} 张画面。",picture_browser:"{who}在浏览器中查看了“{camera}”的一张画面。",pictures_browser:"{who}在浏览器中于{long}内查看了“{camera}”的 {count} 张画面。",saved:"{who}将“{camera}”的一张画面保存为文件。",recorded:"{who}录制了“{camera}”{long}。",cast:"{who}将“{camera}”投放到屏幕上{long}。",assistant:"{who}通过语音助手显示了“{camera}”{long}。",by_assistant:"某个语音助手显示了“{camera}”{long}。",ai:"{who}让 AI 服务查看了“{camera}”。",by_ai:"某个 AI 服务查看了“{camera}”。",taken:"{who}获取了“{camera}”的一张画面。",taking:"{who}获取“{camera}”的画面{long}。"},refused:{nobody_other:"有无权查看的人请求“{camera}”{count} 次。",refused_other:"{who}无权查看“{camera}”，却请求了 {count} 次。",privacy_on_other:"{who}在“{camera}”处于隐私状态时请求了 {count} 次。",camera_off_other:"{who}在“{camera}”关闭时请求了 {count} 次。",not_allowed_other:"{who}以不允许的方式请求“{camera}”{count} 次。",owners_only_other:"{who}请求了 {count} 次“{camera}”中仅限所有者的内容。",not_logged_other:"{who}在无法记录查看者时请求“{camera}”{count} 次。",not_now_other:"{who}在约定时间之外请求“{camera}”{count} 次。",ended_other:"{who}在所有者结束查看后不久请求“{camera}”{count} 次。",held_other:"{who}在画面被扣留时请求查看{camera} {count} 次。"},privacy_on:{by:"{who}将“{camera}”设为隐私。",itself:"“{camera}”已变为隐私。"},privacy_off:{by:"{who}结束了“{camera}”的隐私。",by_until:"{who}结束了“{camera}”的隐私，直到{until}。",itself:"“{camera}”的隐私已结束。",itself_until:"“{camera}”的隐私已结束，直到{until}。"},turned_on:{by:"{who}打开了“{camera}”。",itself:"“{camera}”已打开。"},turned_off:{by:"{who}关闭了“{camera}”。",itself:"“{camera}”已关闭。"},given:{owner:"{who}将{whose}设为所有者。",viewer:"{who}允许{whose}查看“{camera}”。",allow:"{who}允许{what}使用“{camera}”。",allow_lower:"{who}允许由所有者触发的自动化结束“{camera}”的隐私。",lowerer:"{who}选择了一个可以结束“{camera}”隐私的自动化。",assistants:"{who}允许语音助手使用这些摄像头。",address:"{who}接受了供媒体播放器使用的 Home Assistant 地址。",source:"{who}设定了“{camera}”的画面来源。"},taken:{owner:"{who}取消了{whose}的所有者身份。",viewer:"{who}不再允许{whose}查看“{camera}”。",allow:"{who}不再允许{what}使用“{camera}”。",allow_lower:"{who}不再允许自动化结束“{camera}”的隐私。",lowerer:"{who}不再允许某个自动化结束“{camera}”的隐私。",assistants:"{who}不再允许语音助手使用这些摄像头。",address:"{who}撤回了供媒体播放器使用的 Home Assistant 地址。",source:"{who}移除了“{camera}”的画面来源。"},proposed:{owner:"{who}希望{whose}成为所有者，正在等待所有者答复。",without_owner:"{who}移除了所有者{whose}，正在等待答复。",viewer:"{who}希望允许{whose}查看“{camera}”，正在等待所有者答复。",allow:"{who}希望允许{what}使用“{camera}”，正在等待所有者答复。",allow_lower:"{who}希望允许自动化结束“{camera}”的隐私，正在等待所有者答复。",lowerer:"{who}希望允许某个自动化结束“{camera}”的隐私，正在等待所有者答复。",assistants:"{who}希望允许语音助手使用这些摄像头，正在等待所有者答复。",address:"{who}更改了 Home Assistant 的地址，正在等待所有者答复。",on:"{who}希望打开“{camera}”，正在等待所有者答复。",source:"{who}更改了“{camera}”的画面来源，正在等待所有者答复。",name:"{who}将“{camera}”的名称从“{was}”改为“{now}”，正在等待所有者答复。",restored:"此账户的约定已从旧副本恢复，正在等待所有者答复。"},withdrawn:{owner:"让{whose}成为所有者的提议不再等待，也未获准。",without_owner:"移除所有者{whose}一事不再等待答复。",viewer:"允许{whose}查看“{camera}”的提议不再等待，也未获准。",allow:"允许{what}使用“{camera}”的提议不再等待，也未获准。",allow_lower:"允许自动化结束“{camera}”隐私的提议不再等待，也未获准。",lowerer:"允许某个自动化结束“{camera}”隐私的提议不再等待，也未获准。",assistants:"允许语音助手使用这些摄像头的提议不再等待，也未获准。",address:"更改后的 Home Assistant 地址不再等待，也未被接受。",on:"打开“{camera}”的提议不再等待，也未获准。",source:"“{camera}”的新画面来源不再等待，也未被接受。",name:"“{camera}”的新名称“{now}”不再等待答复。",restored:"从旧副本恢复的内容不再等待答复。"},put_out:"{who}中止了{whose}接收“{camera}”。",locked:{by:"{who}锁定了“{camera}”的原始摄像头。",itself:"“{camera}”的原始摄像头已锁定。"},released:{by:"{who}解除了“{camera}”原始摄像头的锁定。",itself:"“{camera}”原始摄像头的锁定已解除。",by_removed:"{who}移除了“{camera}”，其原始摄像头的锁定已解除。",itself_removed:"“{camera}”已移除，其原始摄像头的锁定已解除。"},login_refused:"“{camera}”不再接受其用户名和密码。",login_entered:{accepted:"{who}为“{camera}”输入了新的用户名或密码。",waits:"{who}为“{camera}”输入了新的用户名或密码，正在等待所有者答复。"},scene_set_up:{by:"{who}说{camera}显示的正是应该显示的。从现在起会检查这一点。",itself:"从现在起会检查{camera}显示的是否正确。"},scene_off:"{who}结束了对{camera}画面的检查。",scene_held:{other:"{camera}显示了别的内容，已被扣留。",blank:"{camera}无法检查：太暗或被遮住。只有所有者看到了它。"},scene_back:"{camera}又显示自己的画面了。",scene_answered:{moved:"{who}说{camera}是自己的，被移动过。",light:"{who}说{camera}是自己的，光线不同。",not_mine:"{who}说{camera}显示的不是自己的。不再联系它。",mine:"{who}说{camera}其实是自己的。"},scene_anyway:"{who}让所有者在五分钟内看到{camera}被扣留的内容。",keeping_other:"{who}将此日志设为保留 {count} 天。",started:{stop:"Home Assistant 已启动。",kill:"Home Assistant 在意外终止后重新启动。",nothing:"Home Assistant 已启动，日志中尚无内容。"},stopped:"Home Assistant 已停止。",gap_other:"此处缺少 {count} 条记录：它们未能保存。",pruned:{age:"第 {from} 至 {to} 条记录因时间过久已删除。",size:"第 {from} 至 {to} 条记录因日志过大已删除。"},begun:{new:"日志从这里开始。",damaged:"日志从这里重新开始：之前的日志已损坏，并被移到一旁。"},differs:"这份日志已不是原来的那份：曾写到第 {expected} 条，而现在止于第 {found} 条，或内容不同。它被截断、改写或恢复过。",unnamed:"发生了此页面尚无法描述的事情（{event}）。",unnamed_camera:"“{camera}”发生了此页面尚无法描述的事情（{event}）。",when:{today:"今天 {time}",yesterday:"昨天 {time}",night:"{weekday}凌晨",morning:"{weekday}上午",afternoon:"{weekday}下午",evening:"{weekday}晚上"},day:{today:"今天",yesterday:"昨天"}};var ji={intro:"此系统存在的隐患、严重程度以及处理方法。",looking:"正在检查…",again:"重新检查",fixing:"请稍候…",fixed:"已完成，并重新检查过。",show:"打开设置",ask_admin:"请让 Home Assistant 的管理员来处理。",ask_owner:"请让摄像头的所有者来处理。",none:"没有发现问题。",looked:"已检查以下内容：",severity:{serious:"严重",moderate:"建议处理",minor:"值得了解"},fixes:{lock_original:"锁定原始摄像头",close_beside:"一并锁定",unexpose:"从助手中移除",end_login:"结束此登录",quiet_log:"减少日志",withdraw:"收回许可",other:"修复"},used_never:"从未使用过。",used:"上次使用于{day}。",assistants:{conversation:"Assist",cloud_alexa:"Amazon Alexa",cloud_google_assistant:"Google Assistant"},places:{originals:"原始摄像头是否已锁定，以及其设备还有哪些内容是公开的",www:"“www”文件夹中的图片",forwarding:"转发画面的集成",lowering:"可以结束隐私的自动化",assistants:"助手可以使用的摄像头",logins:"您自己的登录和访问令牌",trusted_networks:"无需密码的登录",go2rtc:"go2rtc 是否无需密码即可访问",logging:"Home Assistant 记录的内容",backups:"备份是否加密",log:"查看者日志是否能写入"},kinds:{original_open:{open:"Home Assistant 中的任何人都可以打开“{original}”，“{camera}”的画面正来自它。",do:"请锁定它，这样只有受保护的摄像头会显示其画面。之后，现在使用 {entity_id} 的地方都需改用受保护的摄像头。"},original_not_closed:{open:"“{camera}”的画面来源“{original}”本应锁定，但并未锁定。",do:"请检查 {entity_id} 是否存在并已启用，然后重新启动 Home Assistant。"},beside_open:{open:"“{other}”与“{camera}”属于同一设备，任何人都可以打开它。",do:"请一并锁定，或在其设置中禁用 {entity_id}。"},picture_in_www:{open:"文件 {file} 的名称与“{camera}”相似，知道其地址的人无需登录即可看到。",do:"请检查它是否为此摄像头的画面；如果是，请删除或移出“www”文件夹。"},written_to_www:{open:"“{by}”将“{camera}”的画面写入 {file}，知道其地址的人无需登录即可看到。",do:"请让它写入其他文件夹，并删除已有的内容。"},forwarded:{open:"“{camera}”允许其他集成使用其画面，而“{integration}”会转发收到的内容。",do:"如果不需要，请在“谁可以查看”中不再允许其他集成使用此摄像头。"},may_lower:{open:"自动化“{automation}”可以结束“{camera}”的隐私。",do:"如果这不是您的本意，请在“谁可以查看”中选择其他自动化。"},exposed:{open:"“{camera}”已公开给 {assistant}，语音设备可以显示或开关它。",do:"如果不在那里使用，请将其从助手中移除。"},original_exposed:{open:"“{original}”已公开给 {assistant}。它已锁定，不会显示任何画面，但其名称在那里可见。",do:"请将其从助手中移除。"},token_never_ends:{open:"您的访问令牌“{login}”有效期长达数年。持有它的人可以以您的身份操作。",do:"如果不再需要，请结束它。使用它的程序将停止工作。"},login_never_ends:{open:"您的登录“{login}”永不过期。拿到该设备的人可以看到您的摄像头。",do:"如果该设备已不属于您，请结束此登录。之后它需要重新登录。"},login_unused:{open:"您的登录“{login}”已 90 天未使用。",do:"请结束它。如果之后仍要使用，重新登录即可。"},login_without_password:{open:"在以下网络中无需密码即可登录：{networks}。家庭网络中的任何人都可能成为您。",do:"请从 Home Assistant 配置中移除受信任的网络，或排除拥有摄像头的用户。"},go2rtc_api_open:{open:"位于 {address} 的 go2rtc 无需密码即可提供画面。能访问该地址的人都能看到它的所有摄像头。",do:"请为其 API 设置用户名和密码，或让它只监听本机。"},go2rtc_rtsp_open:{open:"位于 {address} 的 go2rtc RTSP 服务器无需密码即可提供画面。",do:"请为 RTSP 设置用户名和密码，或让它只监听本机。"},debug_logging:{open:"{logger} 的日志中含有画面地址，他人可以在一段时间内用它打开画面。",do:"找到问题后请减少日志，并妥善保管日志文件。"},backup_open:{open:"自动备份未加密。得到备份的人就得到了您摄像头的密码。",do:"请为备份设置密码。"},backup_location_open:{open:"发送到“{location}”的自动备份未加密。得到备份的人就得到了您摄像头的密码。",do:"请为该位置启用加密。"},log_not_written:{open:"查看者日志无法写入。在恢复之前，只有所有者能看到自己的摄像头。",do:"请清理磁盘空间，然后查看修复页面。"},not_looked:{open:"无法检查此项：{place}。",do:"请稍后重新检查。如果仍然如此，Home Assistant 日志中有更多信息。"},unknown:{open:"存在此页面尚无法描述的隐患（{kind}）。",do:"请重新加载，以获取此页面的新版本。"},go2rtc_api_local:{open:"无论是否设置密码，位于 {address} 的 go2rtc 都会向本机的所有程序提供画面。",do:"如果您信任本机上运行的一切，则无需处理。否则请移除不信任的程序，或停用 go2rtc。"},go2rtc_rtsp_local:{open:"无论是否设置密码，位于 {address} 的 go2rtc RTSP 服务器都会向本机的所有程序提供画面。",do:"如果您信任本机上运行的一切，则无需处理。否则请移除不信任的程序，或停用 go2rtc。"}},more_other:"另有 {count} 个文件的名称与此相似。"};var Di={title:"这些是谁的摄像头？",intro:"只需回答三个问题，您的摄像头就只把画面给所有者选定的人看。",you:"{name}（您）",owners:{question:"这些摄像头属于谁？",hint:"只有所有者始终能看到摄像头，并决定还有谁可以看。管理员不会自动成为所有者。",missing:"请至少选择一位所有者。"},cameras:{question:"哪些摄像头？",hint:"这些是 Home Assistant 中已有的摄像头。其他摄像头可以以后添加，也可以通过地址添加。",missing:"请至少选择一个摄像头。",none:"Home Assistant 中没有可以这样保护的摄像头。请在 Dropcam Privacy 的设置中通过地址添加摄像头。",settings:"前往 Dropcam Privacy 的设置",all:"全选",no_one:"全不选"},viewers:{question:"还有谁可以看？",hint:"可以谁都不选。所有者关闭隐私后，这些人才能看到摄像头。所有者可以随时更改。",none:"没有其他可以看的人。"},then:"接下来会发生什么",means:{owners:"{names}可以看这些摄像头，并决定相关的一切。",no_owners:"所有者可以看这些摄像头，并决定相关的一切。",locked:"原摄像头会被锁定并隐藏：不再把画面交给其他任何人。仪表盘和自动化会以相同的实体 ID 继续使用受保护的摄像头。",private:"所有摄像头起初都是私密的：在所有者关闭隐私之前，只有所有者能看到。",viewers:"隐私关闭时，{names}可以看。",proposed:"所有者接受之后，隐私关闭时{names}可以看：您不是所有者，因此只能提议。",not_you:"您看不到这些摄像头：您不是所有者之一。"},go_none:"保护摄像头",go_other:"保护 {count} 个摄像头",busy:"正在保护…",wait:"每个摄像头可能需要一点时间。"};var Mi={private:"此摄像头是私密的。",not_guarded:"{entity} 不是 Dropcam Privacy 的摄像头，请另选一个。",unknown:"没有摄像头 {entity}，请另选一个。",turn_on:"打开",waiting_other:"{count} 项更改等待您答复",watching_other:"{names}正在观看",picker:{name:"带隐私的摄像头",description:"Dropcam Privacy 的摄像头：为可以观看的人显示画面，并为所有者显示隐私开关以及谁在观看。"},editor:{entity:"摄像头",name:"名称",live:"实时画面",live_hint:"关闭后每隔几秒显示一张静态图像。",controls:"隐私开关以及谁在观看",controls_hint:"只有摄像头的所有者能看到。"}};var Ri={common:hi,mine:mi,who:pi,waiting:ui,happened:gi,log:fi,check_up:yi,welcome:wi,card:bi},Ui={common:vi,mine:ki,who:_i,waiting:xi,happened:$i,log:Ai,check_up:Si,welcome:Hi,card:Ti},zi={common:Ei,mine:Ci,who:Oi,waiting:Ii,happened:Pi,log:Li,check_up:ji,welcome:Di,card:Mi};var Ni={en:Ri,id:Ui,"zh-Hans":zi},K=i=>{let[t="en"]=i.language.split("-");return[i.language,t].find(e=>e in Ni)??"en"},Vo=(i,t)=>{let e=t.split(".").reduce((a,n)=>typeof a=="object"?a[n]:void 0,i);return typeof e=="string"?e:void 0},Go=(i,t)=>i.replace(/\{(\w+)\}/g,(e,a)=>String(t[a]??e)),r=(i,t,e={})=>{for(let a of new Set([K(i),"en"])){let n=[t];typeof e.count=="number"&&n.unshift(`${t}_${new Intl.PluralRules(a).select(e.count)}`,`${t}_other`);for(let o of n){let s=Vo(Ni[a],o);if(s!==void 0)return Go(s,e)}}return t},C=(i,t)=>new Intl.ListFormat(K(i),{type:"conjunction"}).format(t),k=async(i,t)=>{let{message:e,...a}=t,{translation_domain:n,translation_key:o,translation_placeholders:s}=a;if(n&&o){await i.loadBackendTranslation?.("exceptions",n);let c=i.localize(`component.${n}.exceptions.${o}.message`,s);if(c)return c}return e||r(i,"common.failed")};var Bi=864e5,Pe=i=>i.locale.time_zone==="server"?i.config.time_zone:Intl.DateTimeFormat().resolvedOptions().timeZone,ea=(i,t)=>{let{time_format:e}=i.locale,a=e==="12"?{hour12:!0}:e==="24"?{hourCycle:"h23"}:{},n=t.hour!==void 0||t.timeStyle!==void 0,o=e==="system"&&n&&!t.weekday?void 0:K(i);return new Intl.DateTimeFormat(o,{timeZone:Pe(i),...t,...n?a:{}})},V=(i,t)=>new Intl.DateTimeFormat("en-CA",{timeZone:Pe(i),year:"numeric",month:"2-digit",day:"2-digit"}).format(t),Wi=i=>new Date(Date.parse(i)+Bi).toISOString().slice(0,10),aa=(i,t)=>{let e=new Intl.DateTimeFormat("en-CA",{timeZone:Pe(i),hourCycle:"h23",year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit"}),a=o=>Date.parse(`${e.format(o).replace(", ","T")}Z`)-o,n=Date.parse(t);return n-a(n-a(n))},it=(i,t,e)=>Math.round((Date.parse(V(i,e))-Date.parse(V(i,t)))/Bi),ta=(i,t)=>ea(i,{hour:"numeric",minute:"2-digit"}).format(t),Fi=(i,t)=>ea(i,{weekday:"long",day:"numeric",month:"long",year:"numeric",hour:"numeric",minute:"2-digit",second:"2-digit"}).format(t),O=(i,t,e=Date.now())=>{let a=it(i,t,e);return a===0||a===1?r(i,`log.when.${a?"yesterday":"today"}`,{time:ta(i,t)}):ea(i,{day:"numeric",month:"long",hour:"numeric",minute:"2-digit"}).format(t)},nt=(i,t,e=Date.now())=>{let a=it(i,t,e);if(a<2||a>6)return O(i,t,e);let n=Number(new Intl.DateTimeFormat("en",{timeZone:Pe(i),hour:"2-digit",hourCycle:"h23"}).format(t)),o=n<5?"night":n<12?"morning":n<18?"afternoon":"evening";return r(i,`log.when.${o}`,{weekday:ea(i,{weekday:"long"}).format(t)})},$a=(i,t,e=Date.now())=>{let a=it(i,t,e);if(a===0||a===1)return r(i,`log.day.${a?"yesterday":"today"}`);let n=V(i,t).slice(0,4)===V(i,e).slice(0,4)?{}:{year:"numeric"};return ea(i,{weekday:"long",day:"numeric",month:"long",...n}).format(t)},ia=(i,t)=>new Intl.DateTimeFormat(K(i),{timeZone:"UTC",day:"numeric",month:"short"}).format(Date.parse(t)),qi=(i,t)=>{let e=Date.parse(t);return Number.isNaN(e)?t:new Intl.DateTimeFormat(K(i),{timeZone:"UTC",dateStyle:"long"}).format(e)},Ki=(i,t)=>{let e=(s,c)=>new Intl.NumberFormat(K(i),{style:"unit",unit:c,unitDisplay:"long"}).format(s);if(t<60)return e(Math.max(1,Math.round(t)),"second");let a=Math.round(t/60);if(a<60)return e(a,"minute");let n=Math.floor(a/60),o=[e(n,"hour"),...a%60?[e(a%60,"minute")]:[]];return new Intl.ListFormat(K(i),{type:"unit",style:"long"}).format(o)};var Yo=(i,t=!1)=>{t?history.replaceState(history.state,"",i):history.pushState(null,"",i),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:t}}))},me=i=>{let{button:t,metaKey:e,ctrlKey:a,shiftKey:n,altKey:o}=i;if(i.defaultPrevented||t||e||a||n||o)return;let s=i.currentTarget;i.preventDefault(),Yo(s.getAttribute("href")??"/")};var Jo=["automations","assistants","integrations","ai"],Aa=(i,t,e)=>{let a=i.user?.id,n=(e?.owners??[]).filter(f=>f.id!==a).map(f=>f.name),o=C(i,[r(i,"mine.now.you"),...n]),s=f=>n.length?r(i,`mine.now.${f}_owners`,{names:o}):r(i,`mine.now.${f}_you`);if(!t.on)return r(i,"mine.now.off");if(t.scene.state==="disowned")return r(i,"mine.now.held");if(t.scene.state==="held"&&t.may_look==="held")return r(i,"mine.now.held");if(t.private||["held","blank"].includes(t.scene.state))return s("only");if(e?.logged===!1)return s("not_logged");let c=[...n,...t.viewers.filter(f=>f.now).map(f=>f.name)],g=Jo.filter(f=>t.allow.includes(f)&&(f!=="assistants"||e?.assistants)).map(f=>r(i,`mine.now.${f}`));return c.length&&g.length?r(i,"mine.now.both",{names:C(i,c),things:C(i,g)}):c.length?r(i,"mine.now.people",{names:C(i,c)}):g.length?r(i,"mine.now.things",{things:C(i,g)}):r(i,"mine.now.nobody")},Sa=(i,t)=>{if(!t.on||t.private)return[];let e=t.viewers.filter(n=>!n.now).map(n=>n.name),a=t.private_again;return[...a===null?[]:[r(i,"mine.now.again",{time:O(i,a)})],...e.length?[r(i,"mine.now.later",{names:C(i,e)})]:[]]};var Ha=1e3,Qo=3e4,ot=class{constructor(t){this.hass=t;this.listeners=new Set;this.heard={overview:void 0,error:void 0,connected:!0};this.run=0;this.wait=Ha;this.lost=()=>this.tell({connected:!1});this.back=()=>this.tell({connected:!0})}listen(t){return this.listeners.add(t),t(this.heard),this.listeners.size===1&&this.begin(),()=>{this.listeners.delete(t)&&!this.listeners.size&&this.stop()}}retry(){this.again!==void 0&&(this.wait=Ha,this.subscribe())}begin(){let{connection:t}=this.hass;t.addEventListener("disconnected",this.lost),t.addEventListener("ready",this.back),this.subscribe()}stop(){let{connection:t}=this.hass;t.removeEventListener("disconnected",this.lost),t.removeEventListener("ready",this.back),clearTimeout(this.again),this.again=void 0,this.run+=1,this.close(this.end),this.end=void 0,this.heard={overview:void 0,error:void 0,connected:!0},this.wait=Ha}subscribe(){clearTimeout(this.again),this.again=void 0;let t=this.run+=1;ba(this.hass,e=>{t===this.run&&(this.wait=Ha,this.tell({overview:e,error:void 0}))}).then(e=>t===this.run?this.end=e:this.close(e),e=>{t===this.run&&(this.tell({overview:void 0,error:e}),this.again=window.setTimeout(()=>this.subscribe(),this.wait),this.wait=Math.min(2*this.wait,Qo))})}close(t){t?.().catch(e=>console.debug("dropcam-privacy: a subscription had ended already",e))}tell(t){this.heard={...this.heard,...t},this.listeners.forEach(e=>e(this.heard))}},Ta=new WeakMap,Le=class{constructor(t){this.host=t;this.connected=!0;t.addController(this)}hostUpdate(){this.follow()}hostConnected(){this.follow()}hostDisconnected(){this.end?.(),this.end=this.connection=void 0}retry(){this.connection&&Ta.get(this.connection)?.retry()}follow(){let t=this.host.hass;!t||t.connection===this.connection||(this.end?.(),this.connection=t.connection,Ta.has(t.connection)||Ta.set(t.connection,new ot(t)),this.end=Ta.get(t.connection)?.listen(e=>{Object.assign(this,e),this.host.requestUpdate()}))}};var v=b`
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
    /* Home Assistant's own colour with white on it is too pale to read for some. */
    background: color-mix(in srgb, var(--primary-color, #009ac7) 72%, #000);
    border-color: transparent;
    color: var(--text-primary-color, #fff);
  }
  button.plain {
    border-color: transparent;
    color: color-mix(in srgb, var(--primary-color, #009ac7) 70%, var(--primary-text-color, #141414));
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
`;var je="dropcam-privacy-card",De="dropcam_privacy",Vi=i=>{let{entity:t,name:e,live:a,controls:n}=i??{};if(typeof t!="string"||!t)throw new Error("Choose a camera: `entity` is missing.");if(!/^camera\.\w+$/.test(t))throw new Error(`\`entity\` has to be a camera, and ${t} is none.`);if(e!==void 0&&typeof e!="string")throw new Error("`name` has to be a text.");for(let[o,s]of Object.entries({live:a,controls:n}))if(s!==void 0&&typeof s!="boolean")throw new Error(`\`${o}\` has to be true or false.`);return{...i,entity:t}},Zo=i=>new Promise(t=>{let e=ba(i,a=>{t(a),e.then(n=>n())});e.catch(()=>t(void 0))}),Gi=async(i,t=[])=>{let e=(await Zo(i))?.cameras.filter(s=>s.entity_id)??[],a=e.find(s=>s.role==="owner")??e[0],n=[...t,...Object.keys(i.states)].filter(s=>s.startsWith("camera.")),o=n.find(s=>i.entities?.[s]?.platform===De);return{entity:a?.entity_id??o??n[0]??"camera.demo"}};var Yi="https://github.com/dropcam-privacy/dropcam-privacy";var Ea=i=>r({language:document.documentElement.lang||"en"},`card.${i}`),es=[{name:"entity",required:!0,selector:{entity:{filter:{domain:"camera",integration:De}}}},{name:"name",selector:{text:{}}},{name:"live",default:!0,selector:{boolean:{}}},{name:"controls",default:!0,selector:{boolean:{}}}],Ji=()=>({schema:es,computeLabel:i=>Ea(`editor.${i.name}`),computeHelper:i=>["live","controls"].includes(i.name)?Ea(`editor.${i.name}_hint`):void 0}),Qi=()=>{let i=window.customCards??=[];i.some(({type:t})=>t===je)||i.push({type:je,get name(){return Ea("picker.name")},get description(){return Ea("picker.description")},preview:!0,documentationURL:`${Yi}#the-page-and-the-card`,getEntitySuggestion:({entities:t},e)=>e.startsWith("camera.")&&t?.[e]?.platform===De?{config:{type:`custom:${je}`,entity:e}}:null})};var Zi=b`
  :host {
    display: block;
    height: 100%;
  }
  .card {
    display: flex;
    flex-direction: column;
    height: 100%;
    border-width: var(--ha-card-border-width, 1px);
    box-shadow: var(--ha-card-box-shadow, none);
    backdrop-filter: var(--ha-card-backdrop-filter, none);
  }
  [hidden] {
    display: none !important;
  }
  .sight {
    position: relative;
    flex: 1 1 auto; /* gives way where the view says how tall the card is */
    min-height: 0;
    aspect-ratio: 16 / 9;
    overflow: hidden;
    background: var(--secondary-background-color, #e5e5e5);
  }
  :host([layout="panel"]),
  :host([layout="panel"]) .card {
    height: auto;
  }
  :host([layout="panel"]) .sight {
    flex: none;
    max-height: calc(100vh - var(--header-height, 56px) - 160px);
  }
  dropcam-privacy-picture {
    height: 100%;
  }
  .calm {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 8px;
    height: 100%;
    padding: 16px;
    text-align: center;
    text-wrap: balance;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .calm .icon {
    width: 36px;
    height: 36px;
  }
  .calm p:empty {
    display: none;
  }
  .line .icon {
    flex: none;
    width: 20px;
    height: 20px;
  }
  .row {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 12px;
    padding: 12px 16px;
  }
  .words {
    flex: 1 1 128px;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .words h3 {
    font-size: var(--ha-font-size-m, 14px);
    line-height: 1.4;
  }
  .words .second {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 1.4;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 0 16px 12px;
    font-size: var(--ha-font-size-s, 12px);
  }
  .wrong {
    color: var(--error-color, #c62828);
  }
  a {
    color: inherit;
  }
  .switch {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: var(--ha-font-size-s, 12px);
  }
`;var as=(i,{kind:t,name:e,client:a})=>e??(t==="person"?null:a)??r(i,`mine.watching.kind.${t}`),Xi=(i,t)=>{let e=t.filter(({user:n})=>n===null||n!==i.user?.id),a=[...new Set(e.map(n=>as(i,n)))];return a.length?r(i,"card.watching",{names:C(i,a),count:a.length}):""};var G=class extends w{constructor(){super(...arguments);this.preview=!1;this.busy=!1;this.wrong="";this.heard=new Le(this)}static{this.styles=[v,Zi]}static{this.getConfigForm=Ji}static{this.getStubConfig=Gi}setConfig(e){this.config=Vi(e),this.wrong=""}getCardSize(){return 5}getGridOptions(){return{columns:12,rows:"auto",min_columns:4,min_rows:3}}shouldUpdate(e){return!!(this.hass&&this.config)}get camera(){return this.heard.overview?.cameras.find(e=>e.entity_id===this.config?.entity)}get name(){let e=this.config?.entity??"",a=this.hass.states[e]?.attributes.friendly_name;return this.config?.name||this.camera?.name||typeof a=="string"&&a||e}render(){let{camera:e}=this,a=e?.role==="owner"&&this.config?.controls!==!1?e:void 0;return d`<section class="card" aria-label=${this.name}>
      <div class="sight">${e?this.picture(e):this.stranger()}</div>
      ${a?this.controls(a):this.plain(e)}
    </section>`}picture(e){let a=this.config?.live!==!1&&!this.preview;return d`<dropcam-privacy-picture
      fill
      .hass=${this.hass}
      .camera=${e}
      .live=${a}
    ></dropcam-privacy-picture>`}stranger(){let e=this.heard.overview||this.heard.error;return d`<div class="calm">${U("shield")}<p>${e?this.why:""}</p></div>`}get why(){let e=this.config?.entity??"",{entities:a,states:n}=this.hass;return(a?a[e]?.platform===De:e in n)||!this.preview?r(this.hass,"card.private"):r(this.hass,e in n?"card.not_guarded":"card.unknown",{entity:e})}plain(e){let{hass:a}=this,n=e?.role==="viewer"&&e.may_look==="granted";return d`<div class="row">
      <div class="words">
        <h3>${this.name}</h3>
        ${n&&e.until!==null?d`<p class="second">${r(a,"mine.seen.until",{time:O(a,e.until)})}</p>`:m}
        ${n?d`<p class="second">${r(a,"mine.seen.logged")}</p>`:m}
      </div>
    </div>`}controls(e){let{hass:a}=this,n=this.heard.overview?.accounts.find(c=>c.id===e.account),o=Xi(a,e.watchers),s=[Aa(a,e,n),...Sa(a,e)];return d`
      <div class="row">
        <div class="words">
          <h3>${this.name}</h3>
          ${s.map(c=>d`<p class="second">${c}</p>`)}
        </div>
        ${e.on?this.privacy(e):this.turnOn(e)}
      </div>
      <p class="line wrong" role="alert" ?hidden=${!this.wrong}>${this.wrong}</p>
      <p class="line" role="status" ?hidden=${!o}>${U("eye")}<span>${o}</span></p>
      ${n?.waiting?this.waiting(n):m}
    `}privacy(e){let{hass:a}=this,n=o=>this.change(()=>Ie(a,e.id,o.detail.on));return d`<div class="switch">
      <span aria-hidden="true">${r(a,"mine.privacy")}</span>
      <dropcam-privacy-switch
        .on=${e.private}
        .busy=${this.busy}
        .label=${r(a,"mine.privacy_of",{camera:this.name})}
        @wish=${n}
      ></dropcam-privacy-switch>
    </div>`}turnOn(e){return d`<button ?disabled=${this.busy} @click=${()=>this.change(()=>ka(this.hass,e.id,!0))}>
      ${r(this.hass,"card.turn_on")}
    </button>`}async change(e){this.busy=!0,this.wrong="";try{await e()}catch(a){this.wrong=await k(this.hass,a)}this.busy=!1}waiting(e){return d`<p class="line">
      <a href="/dropcam-privacy/waiting" @click=${me}
        >${r(this.hass,"card.waiting",{count:e.waiting})}</a
      >
    </p>`}};l([p({attribute:!1})],G.prototype,"hass",2),l([p({type:Boolean})],G.prototype,"preview",2),l([p({reflect:!0})],G.prototype,"layout",2),l([u()],G.prototype,"config",2),l([u()],G.prototype,"busy",2),l([u()],G.prototype,"wrong",2);var _=(i,t)=>{customElements.get(i)||customElements.define(i,t)};var Me={received:["received"],refused:["refused"],privacy:["privacy_on","privacy_off","turned_on","turned_off"],rights:["given","taken","proposed","withdrawn","put_out"],originals:["locked","released","login_refused","login_entered"],scenes:["scene_set_up","scene_off","scene_held","scene_back","scene_answered","scene_anyway"],log:["keeping","started","stopped","gap","pruned","begun","differs"]},ts=["automation","assistant","integration"],is=["privacy_on","camera_off","not_allowed","owners_only","not_logged","not_now","ended","held"],ns=["moved","light","not_mine","mine"],os=["owner","viewer","allow","lowerer","assistants","address","source","on","name","restored"],ss=["automations","automations_lower","assistants","integrations","ai"],rs=[[/^(https?:\/\/)?home-assistant\.io\/(ios|android)/i,"phone"],[/^home assistant for (ios|android)/i,"phone"],[/^(https?:\/\/)?home-assistant\.io\/macos/i,"computer"],[/^home assistant for (mac|windows|linux)/i,"computer"],[/^https?:\/\//i,"browser"]],z=i=>typeof i=="string"?i:"",Y=i=>typeof i=="number"&&Number.isFinite(i)?i:0,Ca=i=>rs.find(([t])=>t.test(z(i)))?.[1],en=(i,t,e,a,n="who")=>{let o=e&&t.person(e)||z(a.name);if(o)return o;let[s,c]=[z(a.kind),z(a.client)];return c&&!Ca(c)?r(i,`log.${n}.program`,{name:c}):ts.includes(s)?r(i,`log.${n}.${s}`):e||s==="person"?r(i,`log.${n}.somebody`):void 0},st=class{constructor(t,e,a,n){this.hass=t;this.row=e;this.names=a;this.now=n;this.said=e.said,this.camera=e.camera?a.camera(e.camera):r(t,"log.camera.gone"),this.who=en(t,a,e.person??"",e.said)}say(t,e={}){let a=this.who??r(this.hass,"log.who.somebody");return r(this.hass,`log.${t}`,{who:a,camera:this.camera,...e})}received(){let t=Y(this.said.pictures),e=Y(this.said.seconds);if(typeof this.said.first!="number")return this.say("received.nothing");let a={long:Ki(this.hass,e),count:t},n=t<=1&&e<=1,o=Ca(this.said.client),s=h=>this.say(`received.${h}${o?`_${o}`:""}`,a),c=!!this.row.person;switch(z(this.said.channel)){case"snapshot":return s(t<=1?"picture":"pictures");case"file":return this.say(n?"received.saved":"received.recorded",a);case"cast":return this.say("received.cast",a);case"assistant":return this.say(c?"received.assistant":"received.by_assistant",a);case"ai":return this.say(c?"received.ai":"received.by_ai",a);case"integration":return this.say(n?"received.taken":"received.taking",a);default:return s("live")}}refused(){let t=z(this.said.reason),e=is.includes(t)?t:this.row.person||this.who?"refused":"nobody";return this.say(`refused.${e}`,{count:Math.max(1,Y(this.said.times))})}switched(t="",e={}){return this.say(`${this.row.event}.${this.who?"by":"itself"}${t}`,e)}right(){let t=z(this.said.grant),e=z(this.said.what);if(!os.includes(t)||t==="allow"&&!ss.includes(e))return this.unnamed();let a=t==="allow"&&e==="automations_lower"?"allow_lower":this.said.without===!0?"without_owner":t,n=this.say(`${this.row.event}.${a}`,{whose:this.whose,what:e?r(this.hass,`log.what.${e}`):"",was:z(this.said.was),now:z(this.said.now)});return n.startsWith("log.")?this.unnamed():n}get whose(){let{whose_name:t,whose_kind:e,whose_client:a}=this.said;return en(this.hass,this.names,z(this.said.whose),{name:t,kind:e,client:a},"whom")??r(this.hass,"log.whom.somebody")}unnamed(){return this.say(this.row.camera?"unnamed_camera":"unnamed",{event:this.row.event})}get words(){let t=this.said;switch(this.row.event){case"received":return this.received();case"refused":return this.refused();case"privacy_on":case"turned_on":case"turned_off":case"locked":return this.switched();case"privacy_off":{let e=Y(t.until);return e?this.switched("_until",{until:O(this.hass,e,this.now)}):this.switched()}case"released":return this.switched(t.camera_removed===!0?"_removed":"");case"given":case"taken":case"proposed":case"withdrawn":return this.right();case"put_out":return this.say("put_out",{whose:this.whose});case"login_refused":return this.say("login_refused");case"login_entered":return this.say(`login_entered.${t.accepted===!1?"waits":"accepted"}`);case"scene_set_up":return this.switched();case"scene_off":case"scene_back":case"scene_anyway":return this.say(this.row.event);case"scene_held":return this.say(`scene_held.${t.why==="blank"?"blank":"other"}`);case"scene_answered":{let e=z(t.answer);return ns.includes(e)?this.say(`scene_answered.${e}`):this.unnamed()}case"keeping":return this.say("keeping",{count:Y(t.days)});case"started":return this.say(`started.${t.after==="kill"||t.after==="nothing"?t.after:"stop"}`);case"stopped":return this.say("stopped");case"gap":return this.say("gap",{count:Y(t.lost)});case"pruned":return this.say(`pruned.${t.why==="size"?"size":"age"}`,{from:Y(t.from),to:Y(t.to)});case"begun":return this.say(`begun.${t.why==="damaged"?"damaged":"new"}`);case"differs":return this.say("differs",{expected:Y(t.expected),found:Y(t.found)});default:return this.unnamed()}}},Oa=(i,t,e,a=Date.now())=>{let n=new st(i,t,e,a).words;return n.startsWith(r(i,"log.camera.gone"))?n.charAt(0).toUpperCase()+n.slice(1):n};var an=3,ds=(i,t)=>{let a=[...t.cameras.filter(s=>s.role==="owner").flatMap(s=>s.viewers),...t.accounts.flatMap(s=>s.owners),...i.user?[i.user]:[]],n=new Map(a.map(({id:s,name:c})=>[s,c])),o=new Map(t.cameras.map(({id:s,name:c})=>[s,c]));return{camera:s=>o.get(s)??r(i,"log.camera.gone"),person:s=>n.get(s)}},J=class extends w{constructor(){super(...arguments);this.seen=!1;this.of=""}static{this.styles=[v,b`
      h4 {
        margin: 0 0 4px;
        font-size: inherit;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 4px 0;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      li span {
        display: block;
        font-size: var(--ha-font-size-s, 12px);
      }
    `]}connectedCallback(){super.connectedCallback(),this.observer=new IntersectionObserver(([e])=>this.seen=e?.isIntersecting??!1),this.observer.observe(this)}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect()}willUpdate(e){let{may_look:a,until:n,available:o,entity_id:s,...c}=this.camera,h=JSON.stringify(c);!this.seen||h===this.of||(this.of=h,this.load(h))}async load(e){let{account:a,id:n}=this.camera;try{let{rows:o}=await xa(this.hass,{account:a,camera:n,most:an});if(e!==this.of)return;this.rows=o,this.wrong=void 0}catch(o){let s=await k(this.hass,o);e===this.of&&(this.wrong=s)}}render(){let{hass:e,rows:a,wrong:n}=this,o=ds(e,this.overview);return d`
      <h4>${r(e,"mine.last.title")}</h4>
      ${n?d`<p class="second">${n}</p>`:m}
      ${a&&!n&&!a.length?d`<p class="second">${r(e,"mine.last.nothing")}</p>`:m}
      ${a&&!n&&a.length?d`<ul>
            ${a.slice(0,an).map(s=>d`<li>
                ${Oa(e,s,o)} <span class="second">${nt(e,s.at)}</span>
              </li>`)}
          </ul>`:m}
    `}};l([p({attribute:!1})],J.prototype,"hass",2),l([p({attribute:!1})],J.prototype,"camera",2),l([p({attribute:!1})],J.prototype,"overview",2),l([u()],J.prototype,"rows",2),l([u()],J.prototype,"wrong",2),l([u()],J.prototype,"seen",2);var pe=class extends w{constructor(){super(...arguments);this.label="";this.items=[];this.open=!1;this.elsewhere=e=>{e.composedPath().includes(this)||this.close()}}static{this.styles=[v,b`
      :host {
        position: relative;
        display: inline-block;
      }
      .opener {
        display: flex;
        align-items: center;
        justify-content: center;
        width: 40px;
        padding: 0;
        border-color: transparent;
        color: var(--secondary-text-color, #5e5e5e);
      }
      .items {
        position: absolute;
        right: 0;
        top: 44px;
        z-index: 5;
        min-width: 220px;
        max-width: min(320px, 80vw);
        padding: 8px 0;
        border-radius: 12px;
        background: var(--card-background-color, #fff);
        box-shadow:
          0 2px 6px 2px rgba(0, 0, 0, 0.15),
          0 1px 2px rgba(0, 0, 0, 0.3);
      }
      .items button {
        display: block;
        width: 100%;
        min-height: 48px;
        padding: 8px 16px;
        border: none;
        border-radius: 0;
        text-align: start;
      }
      .items button:hover,
      .items button:focus-visible {
        background: var(--secondary-background-color, #e5e5e5);
        outline-offset: -2px;
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),this.close()}close(){this.open=!1,document.removeEventListener("click",this.elsewhere)}async toggle(){if(this.open)return this.close();this.open=!0,document.addEventListener("click",this.elsewhere),await this.updateComplete,this.renderRoot.querySelector(".items button")?.focus()}key(e){e.key!=="Escape"||!this.open||(e.stopPropagation(),this.close(),this.opener.focus())}left(e){e.relatedTarget&&!this.renderRoot.contains(e.relatedTarget)&&this.close()}choose(e){this.close(),this.opener.focus(),e.chosen()}render(){return d`<div @keydown=${this.key} @focusout=${this.left}>
      <button
        type="button"
        class="opener"
        aria-label=${this.label}
        aria-expanded=${this.open?"true":"false"}
        @click=${this.toggle}
      >
        ${U("more")}
      </button>
      ${this.open?d`<div class="items">
            ${this.items.map(e=>d`<button @click=${()=>this.choose(e)}>${e.words}</button>`)}
          </div>`:m}
    </div>`}};l([p()],pe.prototype,"label",2),l([p({attribute:!1})],pe.prototype,"items",2),l([u()],pe.prototype,"open",2),l([E(".opener")],pe.prototype,"opener",2);var Ia=16,cs=/^#[0-9a-f]{6}$/,Re=class extends w{constructor(){super(...arguments);this.cells=[];this.label=""}static{this.styles=[v,b`
      svg {
        display: block;
        width: 100%;
      }
    `]}render(){let{cells:e}=this,a=Math.ceil(e.length/Ia),n=(o,s)=>cs.test(o)?se`<rect x=${s%Ia} y=${Math.floor(s/Ia)} width="1.02" height="1.02" fill=${o}></rect>`:se``;return d`<svg viewBox="0 0 ${Ia} ${a}" role="img" aria-label=${this.label}>${e.map(n)}</svg>`}};l([p({attribute:!1})],Re.prototype,"cells",2),l([p()],Re.prototype,"label",2);var Pa=b`
  :host {
    display: block;
  }
  .card {
    height: 100%;
    overflow: visible;
  }
  dropcam-privacy-picture {
    border-radius: var(--ha-card-border-radius, 12px) var(--ha-card-border-radius, 12px) 0 0;
    overflow: hidden;
  }
  .head,
  .row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
  }
  .head {
    padding: 12px 8px 0 16px;
    min-height: 52px;
  }
  .head h3 {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .body {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 8px 16px 16px;
  }
  .row {
    min-height: 40px;
  }
  .means p + p {
    margin-top: 4px;
  }
  [role="alert"] {
    color: var(--error-color, #db4437);
  }
  [role="status"]:empty {
    display: none;
  }
  .more {
    border-top: 1px solid var(--divider-color, #e0e0e0);
    padding-top: 12px;
  }
`;var ls=3600,re=class extends w{static{this.styles=[v,Pa]}async change(t,e){this.doing=t,this.wrong=void 0;try{await e}catch(a){this.wrong=await k(this.hass,a)}this.doing=void 0}private_(t,e){this.change(t?"raising":"lowering",Ie(this.hass,this.camera.id,t,e))}on(t){this.change("turning",ka(this.hass,this.camera.id,t))}get items(){let{hass:t,camera:e}=this,a=(c,h)=>({words:r(t,`mine.menu.${c}`),chosen:h}),n=[a("hour",()=>this.private_(!1,ls)),a("until",()=>this.private_(!1))],o=e.private_again===null?n.slice(0,1):n,s=e.private?n:o;return[...e.on?s:[],e.on?a("turn_off",()=>this.on(!1)):a("turn_on",()=>this.on(!0)),...this.checking(a)]}checking(t){let{hass:e,camera:a}=this,n=o=>()=>{this.change("looking",o())};switch(a.scene.state){case"off":return a.on?[t("check",n(()=>_a(e,a.id)))]:[];case"known":case"begins":case"blank":return[t("uncheck",n(()=>Ze(e,a.id)))];default:return[]}}render(){let{hass:t,camera:e,doing:a}=this,n=this.overview.accounts.find(o=>o.id===e.account);return d`<article class="card" aria-labelledby="name">
      <dropcam-privacy-picture .hass=${t} .camera=${e} live></dropcam-privacy-picture>
      <div class="head">
        <h3 id="name">${e.name}</h3>
        <dropcam-privacy-menu
          .label=${r(t,"mine.menu.title",{camera:e.name})}
          .items=${a?[]:this.items}
        ></dropcam-privacy-menu>
      </div>
      <div class="body">
        <div class="row">
          <span aria-hidden="true">${r(t,"mine.privacy")}</span>
          <dropcam-privacy-switch
            .on=${e.private}
            .busy=${a!==void 0}
            .label=${r(t,"mine.privacy_of",{camera:e.name})}
            @wish=${o=>this.private_(o.detail.on)}
          ></dropcam-privacy-switch>
        </div>
        <p role="status">${a?r(t,`mine.doing.${a}`):""}</p>
        ${this.wrong?d`<p role="alert">${this.wrong}</p>`:m}
        <div class="means">
          <p>${Aa(t,e,n)}</p>
          ${Sa(t,e).map(o=>d`<p class="second">${o}</p>`)}
        </div>
        <dropcam-privacy-scene .hass=${t} .camera=${e}></dropcam-privacy-scene>
        ${e.on?m:d`<div><button @click=${()=>this.on(!0)}>${r(t,"mine.menu.turn_on")}</button></div>`}
        <dropcam-privacy-watchers
          class=${e.watchers.length?"more":""}
          .hass=${t}
          .camera=${e}
        ></dropcam-privacy-watchers>
        <dropcam-privacy-last
          class="more"
          .hass=${t}
          .camera=${e}
          .overview=${this.overview}
        ></dropcam-privacy-last>
      </div>
    </article>`}};l([p({attribute:!1})],re.prototype,"hass",2),l([p({attribute:!1})],re.prototype,"camera",2),l([p({attribute:!1})],re.prototype,"overview",2),l([u()],re.prototype,"doing",2),l([u()],re.prototype,"wrong",2);var rt=class{constructor(t=4){this.most=t;this.taken=0;this.waiting=[]}async take(t){if(t.aborted)return;let e=this.taken<this.most;e?this.taken+=1:await new Promise(n=>{let o=()=>{e=!0,n()};this.waiting.push(o),t.addEventListener("abort",()=>{this.waiting=this.waiting.filter(s=>s!==o),n()})});let a=()=>{if(!e)return;e=!1;let n=this.waiting.shift();n?n():this.taken-=1};if(!t.aborted)return a;a()}},tn=new rt,de=(i,t)=>new Promise(e=>{if(t.aborted)return e();let a=()=>{clearTimeout(n),t.removeEventListener("abort",a),e()},n=setTimeout(a,i);t.addEventListener("abort",a)});var nn=b`
  :host {
    display: block;
  }
  .frame {
    position: relative;
    aspect-ratio: 16 / 9;
    overflow: hidden;
    background: var(--secondary-background-color, #e5e5e5);
  }
  :host([fill]) .frame {
    height: 100%;
    aspect-ratio: auto;
  }
  img,
  video {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
    background: #000;
  }
  [hidden] {
    display: none;
  }
  .words {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 16px;
    text-align: center;
  }
  .words .icon {
    width: 36px;
    height: 36px;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .words .title {
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .words button {
    background: var(--card-background-color, #fff);
  }
  .live {
    position: absolute;
    top: 12px;
    left: 12px;
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 2px 10px 2px 8px;
    border-radius: 12px;
    background: rgba(0, 0, 0, 0.65);
    color: #fff;
    font-size: var(--ha-font-size-s, 12px);
  }
  .dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: #ff5252;
  }
  .coming {
    position: absolute;
    inset: 50% auto auto 50%;
    width: 28px;
    height: 28px;
    margin: -14px;
    border-radius: 50%;
    border: 3px solid var(--divider-color, #bdbdbd);
    border-top-color: var(--primary-color, #009ac7);
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;var dt=async(i,t)=>{let e=await i.callWS({type:"auth/sign_path",path:t,expires:20});return i.hassUrl(e.path)},on=async(i,t,e,a)=>{let n=await dt(i,`/api/camera_proxy/${t}`);a.throwIfAborted();let o=Math.round(e*9/16),s=AbortSignal.any([a,AbortSignal.timeout(20*1e3)]),c=await fetch(`${n}&width=${e}&height=${o}`,{signal:s,cache:"no-store"});if(!c.ok)throw new Error(String(c.status));let h=await c.blob();if(a.throwIfAborted(),!h.size||!h.type.startsWith("image/"))throw new Error(h.type);return h};var sn=async(i,t,e,a)=>{let n=(A,I={})=>i.callWS({type:`camera/webrtc/${A}`,entity_id:t,...I}),o=await n("get_client_config");a.throwIfAborted();let s=new RTCPeerConnection(o.configuration),c=new MediaStream,h,g,f=[],y=()=>{},$=new Promise((A,I)=>y=I);$.catch(()=>{});let x=A=>{n("candidate",{session_id:g,candidate:A.toJSON()}).catch(y)},T=A=>{switch(A.type){case"session":g=A.session_id,f.forEach(x),f=[];return;case"answer":s.setRemoteDescription({type:"answer",sdp:A.answer}).catch(y);return;case"candidate":s.addIceCandidate(A.candidate).catch(y);return;case"error":y(A)}};try{o.dataChannel&&s.createDataChannel(o.dataChannel),s.addTransceiver("audio",{direction:"recvonly"}),s.addTransceiver("video",{direction:"recvonly"}),s.onicecandidate=({candidate:I})=>{I?.candidate&&(g?x(I):f.push(I))},s.onconnectionstatechange=()=>{["disconnected","failed","closed"].includes(s.connectionState)&&y(new Error(s.connectionState))},s.ontrack=({track:I})=>{c.addTrack(I),I.onended=()=>y(new Error("ended"))};let A=await s.createOffer();await s.setLocalDescription(A),a.throwIfAborted(),e.srcObject=c,a.addEventListener("abort",()=>y(a.reason)),h=await i.connection.subscribeMessage(T,{type:"camera/webrtc/offer",entity_id:t,offer:A.sdp}),a.throwIfAborted(),await $}finally{s.close(),c.getTracks().forEach(A=>A.stop()),e.srcObject=null,h?.().catch(A=>console.debug("dropcam-privacy: a session had ended already",A))}};var hs=12e3,ms=5e3,ct=(i,t,e)=>new Promise((a,n)=>{i.addEventListener(t,a,{once:!0,signal:e}),e.addEventListener("abort",()=>n(e.reason),{once:!0})}),rn=async i=>{throw await de(hs,i),new Error("no picture in time")},dn=async({video:i,shows:t},e)=>{for(;!(i.videoWidth&&i.currentTime);)await Promise.race([ct(i,"timeupdate",e),rn(e)]);t("video");for(let a=-1;a!==i.currentTime;)a=i.currentTime,await de(ms,e),e.throwIfAborted();throw new Error("no new picture")},ps=(i,t,e,a)=>Promise.race([sn(i,t,e.video,a),dn(e,a)]),us=async(i,t,e,a)=>{let{url:n}=await i.callWS({type:"camera/stream",entity_id:t,format:"hls"});a.throwIfAborted();let{video:o}=e,s=ct(o,"error",a).then(()=>{throw new Error(o.error?.message||"error")});o.src=i.hassUrl(n);try{await Promise.race([s,dn(e,a)])}finally{o.removeAttribute("src"),o.load()}},gs=async(i,t,e,a)=>{let n=await dt(i,`/api/camera_proxy_stream/${t}`);a.throwIfAborted();let{image:o}=e,s=ct(o,"error",a).then(()=>{throw new Error("error")});o.src=n;try{let c=rn(a);for(;!o.naturalWidth;)await Promise.race([s,c,de(100,a)]);c.catch(()=>{}),e.shows("image"),await s}finally{o.removeAttribute("src")}},fs=async(i,t,e)=>{let{frontend_stream_types:a}=await i.callWS({type:"camera/capabilities",entity_id:t}),n=!!e.canPlayType("application/vnd.apple.mpegurl");return[...a.includes("web_rtc")&&"RTCPeerConnection"in window?[ps]:[],...a.includes("hls")&&n?[us]:[],gs]},cn=async(i,t,e,a)=>{let n=!1,o,s=c=>{n=!0,e.shows(c)};for(let c of await fs(i,t,e.video)){a.throwIfAborted();let h=new AbortController,g=AbortSignal.any([a,h.signal]);try{await c(i,t,{...e,shows:f=>g.aborted||s(f)},g)}catch(f){o=f}finally{h.abort()}if(a.aborted||n)break}throw o};var ys=1e4,La=2e3,ln=6e4,ws=12e4,bs={privacy_on:"shield",camera_off:"off",not_now:"clock",refused:"shield",held:"eye"},L=class extends w{constructor(){super(...arguments);this.live=!1;this.onScreen=!1;this.tapped=!1;this.shown="nothing";this.failed=!1;this.running="";this.follow=()=>{if(!this.hasUpdated)return;let a=this.isConnected&&this.onScreen&&!document.hidden&&!this.why&&!this.sleeps,n=this.live&&this.camera.picture!=="still",o=a?`${this.camera.entity_id} ${n?"live":"still"}`:"";if(o===this.running||(this.end(),this.running=o,!o))return;this.run=new AbortController;let{signal:s}=this.run;this.stills(this.camera.entity_id,s),n&&this.lives(this.camera.entity_id,s),this.camera.picture==="on_tap"&&de(ws,s).then(()=>s.aborted||(this.tapped=!1))}}static{this.styles=[v,nn]}connectedCallback(){super.connectedCallback(),document.addEventListener("visibilitychange",this.follow),this.observer=new IntersectionObserver(([e])=>this.onScreen=e?.isIntersecting??!1),this.observer.observe(this),this.follow()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("visibilitychange",this.follow),this.observer?.disconnect(),this.onScreen=!1,this.end()}get why(){let{may_look:e,entity_id:a,available:n}=this.camera;return e!=="granted"?e:a&&n?void 0:"unavailable"}get sleeps(){return this.camera.picture==="on_tap"&&!this.tapped}willUpdate(e){let a=e.get("camera");(a&&a.id!==this.camera.id||this.why||!this.onScreen)&&(this.tapped=!1)}updated(){this.follow()}end(){this.run?.abort(),this.run=void 0,this.running="",this.failed=!1,this.clear()}clear(){this.shown="nothing",this.holdStill(void 0)}holdStill(e){let a=this.stillImage;a&&(a.src&&URL.revokeObjectURL(a.src),e?a.src=URL.createObjectURL(e):a.removeAttribute("src"))}async stills(e,a){for(let n=La;!a.aborted;){let o=()=>this.shown==="video"||this.shown==="image";try{if(!o()){let s=Math.min(1280,Math.max(320,Math.ceil(this.clientWidth*devicePixelRatio))),c=await on(this.hass,e,s,a);o()||(this.holdStill(c),this.shown="still")}this.failed=!1,n=La,await de(ys,a)}catch{if(a.aborted)return;o()||(this.clear(),this.failed=!0),await de(n,a),n=Math.min(2*n,ln)}}}async lives(e,a){for(let n=La;!a.aborted;n=Math.min(2*n,ln)){let o=await tn.take(a);if(!o)return;let{video:s,streamImage:c}=this,h=g=>{this.shown=g,this.failed=!1,this.holdStill(void 0),n=La};try{await cn(this.hass,e,{video:s,image:c,shows:h},a)}catch(g){if(a.aborted)return;console.debug("dropcam-privacy: the live picture has ended",g),this.shown!=="still"&&this.clear()}finally{o()}await de(n,a)}}render(){let{hass:e,camera:a,shown:n,why:o}=this,s=n==="nothing"&&!o&&!this.sleeps;return d`
      <div class="frame" aria-busy=${s&&!this.failed?"true":"false"}>
        <img class="still" alt=${r(e,"mine.picture_of",{camera:a.name})} ?hidden=${n!=="still"} />
        <img class="stream" alt=${r(e,"mine.live_of",{camera:a.name})} ?hidden=${n!=="image"} />
        <video
          muted
          autoplay
          playsinline
          disablepictureinpicture
          .muted=${!0}
          aria-label=${r(e,"mine.live_of",{camera:a.name})}
          ?hidden=${n!=="video"}
        ></video>
        ${n==="video"||n==="image"?d`<span class="live"><span class="dot"></span>${r(e,"mine.live")}</span>`:m}
        ${o?this.words(bs[o]??"lost",o):m}
        ${!o&&this.sleeps?this.asleep():m}
        ${s&&this.failed?this.words("lost","no_picture"):m}
        ${s&&!this.failed?d`<span class="coming"></span>`:m}
      </div>
    `}words(e,a){let n=r(this.hass,`mine.why.${a}_more`);return d`<div class="words">
      ${U(e)}
      <p class="title">${r(this.hass,`mine.why.${a}`)}</p>
      ${n.startsWith("mine.")?m:d`<p>${n}</p>`}
    </div>`}asleep(){return d`<div class="words">
      ${U("sleep")}
      <p>${r(this.hass,"mine.sleeps")}</p>
      <button @click=${()=>this.tapped=!0}>${r(this.hass,"mine.wake")}</button>
    </div>`}};l([p({attribute:!1})],L.prototype,"hass",2),l([p({attribute:!1})],L.prototype,"camera",2),l([p({type:Boolean})],L.prototype,"live",2),l([u()],L.prototype,"onScreen",2),l([u()],L.prototype,"tapped",2),l([u()],L.prototype,"shown",2),l([u()],L.prototype,"failed",2),l([E("img.still")],L.prototype,"stillImage",2),l([E("img.stream")],L.prototype,"streamImage",2),l([E("video")],L.prototype,"video",2);var hn=/^data:image\/jpeg;base64,[A-Za-z0-9+/=]+$/,Q=class extends w{constructor(){super(...arguments);this.busy=!1}static{this.styles=[v,b`
      :host {
        display: block;
      }
      .notice {
        display: flex;
        flex-direction: column;
        gap: 12px;
        padding: 12px 16px;
        border-radius: 12px;
        border: 1px solid var(--divider-color, #e0e0e0);
      }
      .held {
        border: 2px solid var(--warning-color, #b26a00);
      }
      h4 {
        margin: 0;
        font-size: inherit;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .buttons,
      .pictures {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .buttons button {
        min-height: 44px;
        text-align: start;
      }
      figure {
        flex: 1 1 200px;
        margin: 0;
      }
      img {
        display: block;
        width: 100%;
        border-radius: 8px;
      }
      [role="status"]:empty {
        display: none;
      }
      .wrong {
        color: var(--error-color, #db4437);
      }
    `]}async do(e){this.busy=!0,this.wrong=void 0;try{return await e}catch(a){this.wrong=await k(this.hass,a);return}finally{this.busy=!1}}async ask(){this.question=await this.do(Zt(this.hass,this.camera.id))??this.question}async setUp(){let e=await this.do(_a(this.hass,this.camera.id));e?.picture&&hn.test(e.picture)&&(this.picture=e.picture)}async look(){await this.do(ai(this.hass,this.camera.id)),this.wrong||await this.ask()}async answer(e){e==="not_mine"&&!await this.renderRoot.querySelector("dropcam-privacy-confirm")?.ask()||await this.do(Xt(this.hass,this.camera.id,e))&&(this.question=void 0)}say(e,a={}){return r(this.hass,`mine.scene.${e}`,{camera:this.camera.name,...a})}button(e,a,n=!1){return d`<button class=${`${e} ${n?"main":""}`} ?disabled=${this.busy} @click=${a}>
      ${this.say(e)}
    </button>`}render(){let e=this.inner();if(e===m&&!this.wrong)return m;let a=["held","disowned"].includes(this.camera.scene.state);return d`<section class="notice ${a?"held":""}" aria-label=${this.say("title")} aria-busy=${this.busy}>
      ${e}
      <p role="status">${this.busy?this.say("moment"):m}</p>
      ${this.wrong?d`<p class="wrong" role="alert">${this.wrong}</p>`:m}
      <dropcam-privacy-confirm .hass=${this.hass} .heading=${this.say("not_mine")} .action=${this.say("not_mine")}>
        ${this.say("not_mine_means")}
      </dropcam-privacy-confirm>
    </section>`}inner(){let{scene:e}=this.camera,a=e.since===null?"":O(this.hass,e.since);switch(e.state){case"new":return d`<h4>${this.say("ask")}</h4>
          <p>${this.say("ask_more")}</p>
          <div class="buttons">
            ${this.button("yes",()=>{this.setUp()},!0)}
            ${this.button("turns",()=>{this.do(Ze(this.hass,this.camera.id))})}
          </div>`;case"begins":return d`<p>${this.say("begins")}</p>`;case"known":return this.picture?d`<p>${this.say("knows")}</p>
              <img src=${this.picture} alt=${this.say("accepted")} />`:m;case"blank":return d`<p>${this.say("blank")}</p>`;case"disowned":return d`<h4>${this.say("disowned",{since:a})}</h4>
          <p>${this.say("tell")}</p>
          <div class="buttons">${this.button("mine",()=>{this.answer("mine")})}</div>`;case"held":return d`<h4>${this.say("held")}</h4>
          <p>${this.say(e.settling?"held_settling":"held_more",{since:a})}</p>
          ${e.anyway_until===null?m:d`<p>${this.say("anyway_until",{time:ta(this.hass,e.anyway_until)})}</p>`}
          ${this.question?this.asked(this.question):d`<div class="buttons">
                ${this.button("look",()=>{this.ask()},!0)}
              </div>`}`;default:return m}}asked(e){let{accepted:a,now:n}=e,{scene:o}=this.camera,s=a!==null&&hn.test(a)?a:void 0;return d`<div class="pictures">
        <figure>
          <figcaption>${this.say("accepted")}</figcaption>
          ${s?d`<img src=${s} alt=${this.say("accepted")} />`:d`<p>${this.say("accepted_none")}</p>`}
        </figure>
        <figure>
          <figcaption>${this.say("now")}</figcaption>
          ${n?d`<dropcam-privacy-mosaic .cells=${n} .label=${this.say("now")}></dropcam-privacy-mosaic>`:d`<p>${this.say("now_none")}</p>`}
        </figure>
      </div>
      <div class="buttons">
        ${n?d`${this.button("moved",()=>{this.answer("moved")})}
            ${this.button("light",()=>{this.answer("light")})}`:m}
        ${this.button("not_mine",()=>{this.answer("not_mine")})}
        ${this.button("turns",()=>{this.do(Ze(this.hass,this.camera.id))})}
        ${this.button("anyway",()=>{this.do(ei(this.hass,this.camera.id))})}
        ${o.can_look?this.button("again",()=>{this.look()}):m}
      </div>`}};l([p({attribute:!1})],Q.prototype,"hass",2),l([p({attribute:!1})],Q.prototype,"camera",2),l([u()],Q.prototype,"question",2),l([u()],Q.prototype,"picture",2),l([u()],Q.prototype,"busy",2),l([u()],Q.prototype,"wrong",2);var Ue=class extends w{static{this.styles=[v,Pa]}render(){let{hass:t,camera:e}=this,a=e.may_look==="granted";return d`<article class="card" aria-labelledby="name">
      <dropcam-privacy-picture .hass=${t} .camera=${e} live></dropcam-privacy-picture>
      <div class="head"><h3 id="name">${e.name}</h3></div>
      <div class="body">
        ${a&&e.until!==null?d`<p>${r(t,"mine.seen.until",{time:O(t,e.until)})}</p>`:m}
        ${a?d`<p class="second">${r(t,"mine.seen.logged")}</p>`:m}
      </div>
    </article>`}};l([p({attribute:!1})],Ue.prototype,"hass",2),l([p({attribute:!1})],Ue.prototype,"camera",2);var He=class extends w{constructor(){super(...arguments);this.on=!1;this.busy=!1;this.label=""}static{this.shadowRootOptions={...w.shadowRootOptions,delegatesFocus:!0}}static{this.styles=[v,b`
      :host {
        display: inline-flex;
        flex: none;
      }
      button {
        position: relative;
        width: 52px;
        min-height: 32px;
        height: 32px;
        padding: 0;
        border: 2px solid var(--secondary-text-color, #5e5e5e);
        border-radius: 16px;
      }
      .knob {
        position: absolute;
        top: 6px;
        left: 6px;
        width: 16px;
        height: 16px;
        border-radius: 50%;
        background: var(--secondary-text-color, #5e5e5e);
        transition:
          left 0.15s,
          background 0.15s;
      }
      button[aria-checked="true"] {
        background: var(--primary-color, #009ac7);
        border-color: var(--primary-color, #009ac7);
      }
      button[aria-checked="true"] .knob {
        left: 26px;
        background: #fff;
      }
      button[aria-busy="true"] .knob {
        animation: breathe 0.8s ease-in-out infinite alternate;
      }
      @keyframes breathe {
        to {
          opacity: 0.3;
        }
      }
    `]}render(){return d`<button
      type="button"
      role="switch"
      aria-checked=${this.on?"true":"false"}
      aria-busy=${this.busy?"true":"false"}
      aria-label=${this.label}
      @click=${this.clicked}
    >
      <span class="knob"></span>
    </button>`}clicked(){this.busy||this.dispatchEvent(new CustomEvent("wish",{detail:{on:!this.on}}))}};l([p({type:Boolean})],He.prototype,"on",2),l([p({type:Boolean})],He.prototype,"busy",2),l([p()],He.prototype,"label",2);var ce=class extends w{constructor(){super(...arguments);this.ending=new Set;this.wrong=new Map;this.said=""}static{this.styles=[v,b`
      h4 {
        margin: 0 0 4px;
        font-size: inherit;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        min-height: 48px;
      }
      .about {
        min-width: 0;
        overflow-wrap: anywhere;
        line-height: 1.4;
      }
      .about span {
        display: block;
        font-size: var(--ha-font-size-s, 12px);
      }
      [role="alert"] {
        color: var(--error-color, #db4437);
      }
    `]}name(e){return e.user&&e.user===this.hass.user?.id?r(this.hass,"mine.watching.you"):e.name??e.client??r(this.hass,`mine.watching.kind.${e.kind}`)}about(e){let{hass:a}=this,n=Ca(e.client),o=n?r(a,`mine.watching.on.${n}`):e.name?e.client:null,s=r(a,`mine.watching.channel.${e.channel}`),c=r(a,"mine.watching.since",{time:O(a,e.since)});return[s,c,o,e.address].filter(h=>h!==null)}async end(e){let{id:a}=e;this.ending=new Set(this.ending).add(a),this.wrong.delete(a),this.said="";try{await Jt(this.hass,this.camera.id,a),this.said=r(this.hass,"mine.watching.ended",{name:this.name(e)})}catch(n){this.wrong.set(a,await k(this.hass,n))}this.ending=new Set([...this.ending].filter(n=>n!==a))}render(){let{watchers:e}=this.camera;return d`
      ${e.length?d`<h4>${r(this.hass,"mine.watching.title")}</h4>
            <ul>
              ${e.map(a=>this.watcher(a))}
            </ul>`:m}
      <p class="second" role="status">${this.said}</p>
    `}watcher(e){let{hass:a}=this,n=this.name(e),o=this.wrong.get(e.id),s=e.user!==null&&e.user===a.user?.id;return d`<li>
      <div class="about">
        ${n}
        <span class="second">${this.about(e).join(" · ")}</span>
        ${o?d`<span role="alert">${o}</span>`:m}
      </div>
      ${s?m:d`<button
            aria-label=${r(a,"mine.watching.end_of",{name:n})}
            ?disabled=${this.ending.has(e.id)}
            @click=${()=>this.end(e)}
          >
            ${r(a,"mine.watching.end")}
          </button>`}
    </li>`}};l([p({attribute:!1})],ce.prototype,"hass",2),l([p({attribute:!1})],ce.prototype,"camera",2),l([u()],ce.prototype,"ending",2),l([u()],ce.prototype,"wrong",2),l([u()],ce.prototype,"said",2);var oa=30,vs=864e5,lt=10,ht=4,na=48,ks=(i,t,e)=>{let a=new Map(t.map(o=>[o.day,o])),n=Date.parse(V(i,e));return Array.from({length:oa},(o,s)=>{let c=new Date(n-(oa-1-s)*vs).toISOString().slice(0,10);return a.get(c)??{day:c,views:0,refusals:0}})},ze=class extends w{constructor(){super(...arguments);this.told=[]}static{this.styles=[v,b`
      figure {
        margin: 0 0 12px;
      }
      figcaption {
        display: flex;
        justify-content: space-between;
        gap: 16px;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      .refusals svg {
        height: 40px;
      }
      rect {
        fill: var(--primary-color, #009ac7);
      }
      .refusals rect {
        fill: var(--error-color, #db4437);
      }
      line {
        stroke: var(--divider-color, #e0e0e0);
        vector-effect: non-scaling-stroke;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        font-size: var(--ha-font-size-s, 12px);
      }
      table {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      :host {
        display: block;
        position: relative;
      }
    `]}render(){let{hass:e}=this,a=ks(e,this.told,Date.now());return d`
      ${this.bars(a,"views")} ${this.bars(a,"refusals")}
      <div class="ends second" aria-hidden="true">
        <span>${ia(e,a[0]?.day??"")}</span><span>${ia(e,a.at(-1)?.day??"")}</span>
      </div>
      <table>
        <caption>
          ${r(e,"happened.chart.title")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${r(e,"happened.chart.day")}</th>
            <th scope="col">${r(e,"happened.chart.views")}</th>
            <th scope="col">${r(e,"happened.chart.refusals")}</th>
          </tr>
        </thead>
        <tbody>
          ${a.map(n=>d`<tr>
                <th scope="row">${ia(e,n.day)}</th>
                <td>${n.views}</td>
                <td>${n.refusals}</td>
              </tr>`)}
        </tbody>
      </table>
    `}bars(e,a){let{hass:n}=this,o=Math.max(1,...e.map(h=>h[a])),s=e.reduce((h,g)=>h+g[a],0),c=oa*(lt+ht)-ht;return d`
      <figure class=${a} aria-hidden="true">
        <figcaption>
          <span>${r(n,`happened.chart.${a}`)}</span>
          <span class="second">${r(n,`happened.chart.${a}_sum`,{count:s})}</span>
        </figcaption>
        <svg viewBox="0 0 ${c} ${na}" preserveAspectRatio="none">
          <line x1="0" x2=${c} y1=${na} y2=${na}></line>
          ${e.map((h,g)=>{let f=h[a]&&Math.max(2,na*h[a]/o);return se`<rect x=${g*(lt+ht)} width=${lt} y=${na-f} height=${f}>
              <title>${r(n,"happened.chart.bar",{day:ia(n,h.day),count:h[a]})}</title>
            </rect>`})}
        </svg>
      </figure>
    `}};l([p({attribute:!1})],ze.prototype,"hass",2),l([p({attribute:!1})],ze.prototype,"told",2);var sa={camera:"",person:"",kind:"",from:"",to:""},mt=i=>Object.values(i).every(t=>t===""),mn=(i,t,e)=>({account:t,...e.camera&&{camera:e.camera},...e.person&&{person:e.person},...e.kind&&{events:[...Me[e.kind]]},...e.from&&{since:aa(i,e.from)},...e.to&&{until:aa(i,Wi(e.to))}}),ue=class extends w{constructor(){super(...arguments);this.filter=sa;this.cameras=[];this.people=[]}static{this.styles=[v,b`
      :host {
        display: block;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(6, minmax(0, 1fr));
        gap: 12px;
      }
      .day {
        grid-column: span 3;
      }
      label {
        display: block;
        grid-column: span 2;
      }
      @media (max-width: 600px) {
        label {
          grid-column: span 3;
        }
        .kind {
          grid-column: span 6;
        }
      }
      select,
      input {
        display: block;
        width: 100%;
        min-width: 0;
      }
      button {
        margin: 8px 0 0 -16px;
      }
    `]}render(){let{hass:e,filter:a}=this,n=Object.keys(Me).map(o=>({id:o,name:r(e,`happened.groups.${o}`)}));return d`
      <div class="fields">
        ${this.choice("camera","all_cameras",this.cameras)} ${this.choice("person","all_people",this.people)}
        ${this.choice("kind","all_kinds",n)} ${this.day("from")} ${this.day("to")}
      </div>
      ${mt(a)?m:d`<button class="plain" @click=${()=>this.change(sa)}>${r(e,"happened.clear")}</button>`}
    `}choice(e,a,n){return d`<label class=${e}>
      ${r(this.hass,`happened.${e}`)}
      <select @change=${o=>this.take(e,o)}>
        <option value="" ?selected=${!this.filter[e]}>${r(this.hass,`happened.${a}`)}</option>
        ${n.map(({id:o,name:s})=>d`<option value=${o} ?selected=${this.filter[e]===o}>${s}</option>`)}
      </select>
    </label>`}day(e){let{from:a,to:n}=this.filter;return d`<label class="day">
      ${r(this.hass,`happened.${e}`)}
      <input
        type="date"
        .value=${this.filter[e]}
        min=${e==="to"&&a?a:m}
        max=${e==="from"&&n?n:m}
        @change=${o=>this.take(e,o)}
      />
    </label>`}take(e,a){this.change({...this.filter,[e]:a.target.value})}change(e){this.dispatchEvent(new CustomEvent("filter-changed",{detail:e}))}};l([p({attribute:!1})],ue.prototype,"hass",2),l([p({attribute:!1})],ue.prototype,"filter",2),l([p({attribute:!1})],ue.prototype,"cameras",2),l([p({attribute:!1})],ue.prototype,"people",2);var _s=i=>i/2**32|0,xs=i=>i>>>0;function pn(i,t,e,a){let n=_s(e),o=xs(e);i.setUint32(t,a?o:n,a),i.setUint32(t+4,a?n:o,a)}function un(i){return i instanceof Uint8Array||ArrayBuffer.isView(i)&&i.constructor.name==="Uint8Array"&&"BYTES_PER_ELEMENT"in i&&i.BYTES_PER_ELEMENT===1}var pt=i=>i?`"${i}" `:"";function $s(i,t=""){if(typeof i!="number")throw new TypeError(pt(t)+"expected number, got "+typeof i);if(!Number.isSafeInteger(i)||i<0)throw new RangeError(pt(t)+"expected integer >= 0, got "+i);return i}function ra(i,t,e=""){if(un(i)&&(t===void 0||i.length===t))return i;t!==void 0&&$s(t,"length");let a=un(i),n=t!==void 0?` of length ${t}`:"",o=a?`length=${i.length}`:`type=${typeof i}`,s=pt(e)+"expected Uint8Array"+n+", got "+o;throw a?new RangeError(s):new TypeError(s)}var As=(i,t)=>{if(i===null||typeof i!="object"||Array.isArray(i))throw new TypeError((t==="object"?"":`"${t}" `)+"expected object, got type="+typeof i)},gn=(i,t)=>{As(i,t);let e=Object.getPrototypeOf(i);if(e!==Object.prototype&&e!==null)throw new TypeError(`"${t}" expected plain object`);if(Object.hasOwn(i,"__proto__"))throw new TypeError(`"${t}.__proto__" is not allowed`)};function ut(i,t=!0){if(i.destroyed)throw new Error("hash was destroyed");if(t&&i.finished)throw new Error("digest() was already called")}function yn(i,t){ra(i,void 0,"output");let e=t.outputLen;if(!(i.length>=e))throw new RangeError('"output" expected length >= '+e)}function ja(...i){for(let t=0;t<i.length;t++)i[t].fill(0)}function Da(i){return new DataView(i.buffer,i.byteOffset,i.byteLength)}function W(i,t){return i<<32-t|i>>>t}var wn=typeof Uint8Array.from([]).toHex=="function"&&typeof Uint8Array.fromHex=="function",Ss=Array.from({length:256},(i,t)=>t.toString(16).padStart(2,"0"));function bn(i){if(ra(i),wn)return i.toHex();let t="";for(let e=0;e<i.length;e++)t+=Ss[i[e]];return t}function fn(i){return i>=48&&i<=57?i-48:i>=65&&i<=70?i-55:i>=97&&i<=102?i-87:void 0}function gt(i){if(typeof i!="string")throw new TypeError("hex string expected, got "+typeof i);if(wn)try{return Uint8Array.fromHex(i)}catch(n){throw n instanceof SyntaxError?new RangeError(n.message):n}let t=i.length,e=t/2;if(t%2)throw new RangeError("hex string expected, got unpadded hex of length "+t);let a=new Uint8Array(e);for(let n=0,o=0;n<e;n++,o+=2){let s=fn(i.charCodeAt(o)),c=fn(i.charCodeAt(o+1));if(s===void 0||c===void 0){let h=i[o]+i[o+1];throw new RangeError('hex string expected, got non-hex character "'+h+'" at index '+o)}a[n]=s*16+c}return a}function vn(i){if(typeof i!="string")throw new TypeError("string expected");let t=new TextEncoder().encode(i);try{return new Uint8Array(t)}finally{ja(t)}}function kn(...i){let t=0;for(let a=0;a<i.length;a++){let n=i[a];ra(n),t+=n.length}let e=new Uint8Array(t);for(let a=0,n=0;a<i.length;a++){let o=i[a];e.set(o,n),n+=o.length}return e}function Hs(i,t,e="opts"){return gn(i,"defaults"),t!==void 0&&gn(t,e),Object.assign(Object.create(null),i,t)}function _n(i,t={}){if(typeof i!="function")throw new TypeError('"hashCons" expected function, got type='+typeof i);t=Hs({},t,"info");let e=(n,o)=>i(o).update(n).digest(),a=i(void 0);return e.outputLen=a.outputLen,e.blockLen=a.blockLen,e.canXOF=a.canXOF,e.create=n=>i(n),Object.assign(e,t),Object.freeze(e)}var xn=i=>({oid:Uint8Array.from([6,9,96,134,72,1,101,3,4,2,i])});function $n(i,t,e){return i&t^~i&e}function An(i,t,e){return i&t^i&e^t&e}var Ma=class{blockLen;outputLen;canXOF=!1;padOffset;isLE;buffer;view;finished=!1;length=0;pos=0;destroyed=!1;constructor(t,e,a,n){this.blockLen=t,this.outputLen=e,this.padOffset=a,this.isLE=n,this.buffer=new Uint8Array(t),this.view=Da(this.buffer)}update(t){ut(this),ra(t);let{view:e,buffer:a,blockLen:n}=this,o=t.length,s=!1;for(let c=0;c<o;){let h=Math.min(n-this.pos,o-c);if(h===n){let g=Da(t);for(;n<=o-c;c+=n)this.process(g,c);s=!0;continue}a.set(c===0&&h===o?t:t.subarray(c,c+h),this.pos),this.pos+=h,c+=h,this.pos===n&&(this.process(e,0),this.pos=0,s=!0)}return this.length+=t.length,s&&this.roundClean(),this}digestInto(t){ut(this),yn(t,this),this.finished=!0;let{buffer:e,view:a,blockLen:n,isLE:o}=this,{pos:s}=this;e[s++]=128,e.fill(0,s),this.padOffset>n-s&&(this.process(a,0),e.fill(0)),pn(a,n-8,this.length*8,o),this.process(a,0),this.roundClean();let c=t===e?a:Da(t),h=this.outputLen,g=h/4,f=this.get();if(h%4||g>f.length)throw new Error("invalid outputLen");for(let y=0;y<g;y++)c.setUint32(4*y,f[y],o)}digest(){let{buffer:t,outputLen:e}=this;this.digestInto(t);let a=t.slice(0,e);return this.destroy(),a}_cloneIntoMeta(t){let{buffer:e,length:a,finished:n,destroyed:o,pos:s}=this;return t.destroyed=o,t.finished=n,t.length=a,t.pos=s,s&&t.buffer.set(e),t}clone(){return this._cloneInto()}},Sn=Uint32Array.from([1779033703,3144134277,1013904242,2773480762,1359893119,2600822924,528734635,1541459225]);var Ts=Uint32Array.from([1116352408,1899447441,3049323471,3921009573,961987163,1508970993,2453635748,2870763221,3624381080,310598401,607225278,1426881987,1925078388,2162078206,2614888103,3248222580,3835390401,4022224774,264347078,604807628,770255983,1249150122,1555081692,1996064986,2554220882,2821834349,2952996808,3210313671,3336571891,3584528711,113926993,338241895,666307205,773529912,1294757372,1396182291,1695183700,1986661051,2177026350,2456956037,2730485921,2820302411,3259730800,3345764771,3516065817,3600352804,4094571909,275423344,430227734,506948616,659060556,883997877,958139571,1322822218,1537002063,1747873779,1955562222,2024104815,2227730452,2361852424,2428436474,2756734187,3204031479,3329325298]),ge=new Uint32Array(64),ft=class extends Ma{A=0;B=0;C=0;D=0;E=0;F=0;G=0;H=0;constructor(t,e){super(64,t,8,!1),this.A=e[0]|0,this.B=e[1]|0,this.C=e[2]|0,this.D=e[3]|0,this.E=e[4]|0,this.F=e[5]|0,this.G=e[6]|0,this.H=e[7]|0}get(){let{A:t,B:e,C:a,D:n,E:o,F:s,G:c,H:h}=this;return[t,e,a,n,o,s,c,h]}set(t,e,a,n,o,s,c,h){this.A=t|0,this.B=e|0,this.C=a|0,this.D=n|0,this.E=o|0,this.F=s|0,this.G=c|0,this.H=h|0}_cloneInto(t){return(t||=new this.constructor).set(...this.get()),this._cloneIntoMeta(t)}process(t,e){for(let y=0;y<16;y++,e+=4)ge[y]=t.getUint32(e,!1);for(let y=16;y<64;y++){let $=ge[y-15],x=ge[y-2],T=W($,7)^W($,18)^$>>>3,A=W(x,17)^W(x,19)^x>>>10;ge[y]=A+ge[y-7]+T+ge[y-16]|0}let{A:a,B:n,C:o,D:s,E:c,F:h,G:g,H:f}=this;for(let y=0;y<64;y++){let $=W(c,6)^W(c,11)^W(c,25),x=f+$+$n(c,h,g)+Ts[y]+ge[y]|0,A=(W(a,2)^W(a,13)^W(a,22))+An(a,n,o)|0;f=g,g=h,h=c,c=s+x|0,s=o,o=n,n=a,a=x+A|0}a=a+this.A|0,n=n+this.B|0,o=o+this.C|0,s=s+this.D|0,c=c+this.E|0,h=h+this.F|0,g=g+this.G|0,f=f+this.H|0,this.set(a,n,o,s,c,h,g,f)}roundClean(){ja(ge)}destroy(){this.destroyed=!0,this.set(0,0,0,0,0,0,0,0),ja(this.buffer)}},yt=class extends ft{constructor(){super(32,Sn)}};var Hn=_n(()=>new yt,xn(1));var Es=vn("dropcam_privacy log row 1\0"),Tn=/^[0-9a-f]{64}$/,Ra=i=>typeof i=="object"&&i!==null&&Number.isSafeInteger(i.number)&&i.number>=0&&Tn.test(i.hash),En=(i,t)=>{if(!Ra(i)||!t.every(o=>Tn.test(o)))return;let{number:e}=i,a=gt(i.hash),n=new DataView(new ArrayBuffer(8));for(let o of t)e+=1,n.setBigUint64(0,BigInt(e)),a=Hn(kn(Es,a,new Uint8Array(n.buffer),gt(o)));return{number:e,hash:bn(a)}},Ua=(i,t)=>i.number===t.number&&i.hash===t.hash;var Cn=1e3,In=(i,t)=>`dropcam-privacy log ${i.user?.id??""} ${t}`,On=i=>{let t=localStorage.getItem(i);try{let e=JSON.parse(t??"null");return Ra(e)&&typeof e.at=="number"?e:void 0}catch{return}},wt=(i,t)=>localStorage.setItem(i,JSON.stringify(t)),bt=async(i,t,e=Date.now())=>{let{head:a}=await Xe(i,t);!Ra(a)||a.number<1||wt(In(i,t),{number:a.number,hash:a.hash,at:e})},Cs=async(i,t)=>{let e=i;for(let a=0;e&&a<t.length;a+=Cn)a&&await new Promise(n=>setTimeout(n)),e=En(e,t.slice(a,a+Cn));return e},Os=async(i,t,e)=>{for(let a={number:e.number,hash:e.hash};;){let n=await ri(i,t,a);if(n===null)return((await Xe(i,t)).head?.number??0)<a.number?"differs":"unproved";let o=await Cs(a,n.contents);if(!o||!Ua(o,n.reaches))return"differs";if(o.number>=n.head.number)return Ua(o,n.head)?o:"differs";if(!n.contents.length)return"differs";a=o}},Is=()=>{try{return localStorage.setItem("dropcam-privacy",""),localStorage.removeItem("dropcam-privacy"),!0}catch{return!1}},Pn=async(i,t,e=Date.now())=>{if(!Is())return{kind:"nowhere"};let a=In(i,t),n=On(a);if(!n)return await bt(i,t,e),{kind:"first"};if(n.differs)return{kind:"differs",since:n.at};let o=await Os(i,t,n),s=On(a),c=s!==void 0&&Ua(s,n);return typeof o!="string"?(c&&wt(a,{...o,at:e}),{kind:"same",since:n.at}):(o==="differs"&&c&&wt(a,{...n,differs:!0}),{kind:o,since:n.at})};var fe=class extends w{constructor(){super(...arguments);this.account="";this.error="";this.busy=!1}static{this.styles=[v,b`
      .warning {
        padding: 16px;
        border-color: var(--error-color, #db4437);
        border-width: 2px;
      }
      .warning.unproved {
        border-color: var(--warning-color, #ffa600);
      }
      .warning p {
        margin: 8px 0 12px;
      }
      .warning h2 {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `]}willUpdate(e){e.has("account")&&(this.found=void 0,this.error="",this.check())}async check(){if(this.busy)return;this.busy=!0;let{account:e}=this;try{let a=await Pn(this.hass,e);if(e!==this.account)return;(!this.found||a.kind==="differs"||a.kind==="unproved")&&(this.found=a),this.error=""}catch(a){e===this.account&&(this.error=await k(this.hass,a))}finally{this.busy=!1,e!==this.account&&this.check()}}render(){let{hass:e,found:a}=this;if(this.error)return d`<p role="alert">${this.error}</p>`;if(!a)return m;if(a.kind==="first"||a.kind==="nowhere")return d`<p class="second">${r(e,`happened.memory.${a.kind}`)}</p>`;let{kind:n,since:o}=a,s=r(e,`happened.memory.${n}`,{when:O(e,o)});return n==="same"?d`<p class="second">${s}</p>`:d`
      <section class="card warning ${n}" role="alert">
        <h2>${r(e,`happened.memory.${n}_title`)}</h2>
        <p>${s}</p>
        <div class="actions">
          <button @click=${()=>this.want("export")}>${r(e,"happened.tools.export")}</button>
          <button @click=${()=>this.want("verify")}>${r(e,"happened.tools.verify")}</button>
          <button @click=${this.known}>${r(e,"happened.memory.known")}</button>
        </div>
      </section>
    `}want(e){this.dispatchEvent(new CustomEvent("log-wanted",{detail:e}))}async known(){try{await bt(this.hass,this.account),this.found={kind:"first"}}catch(e){this.error=await k(this.hass,e)}}};l([p({attribute:!1})],fe.prototype,"hass",2),l([p()],fe.prototype,"account",2),l([u()],fe.prototype,"found",2),l([u()],fe.prototype,"error",2);var Ln={received:"M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",refused:"M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.700 5.700l12.600 12.600",privacy:"M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6z",rights:"M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1-4 4-5 8-5s7 1 8 5",originals:"M6 11h12v9H6zM8.500 11V7.500a3.500 3.500 0 0 1 7 0V11",scenes:"M4 6h16v12H4zM4 15l5-4 4 3 3-2 4 3",log:"M5 4h14v16H5zM8.500 9h7M8.500 12.500h7M8.500 16h4"};var Ps=i=>Object.keys(Me).find(t=>Me[t].includes(i))??"log",Te=class extends w{constructor(){super(...arguments);this.rows=[]}static{this.styles=[v,b`
      h3 {
        padding: 16px 16px 4px;
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-m, 14px);
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr) auto;
        gap: 4px 16px;
        padding: 12px 16px;
        align-items: start;
      }
      li + li {
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
      svg {
        width: 24px;
        height: 24px;
        fill: none;
        stroke: var(--secondary-text-color, #5e5e5e);
        stroke-width: 2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .received svg {
        stroke: var(--primary-color, #009ac7);
      }
      .refused svg,
      .differs svg {
        stroke: var(--error-color, #db4437);
      }
      .words {
        overflow-wrap: anywhere;
      }
      .differs .words {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      time,
      .second {
        font-size: var(--ha-font-size-s, 12px);
        color: var(--secondary-text-color, #5e5e5e);
      }
      time {
        white-space: nowrap;
        line-height: 24px;
      }
      .second {
        display: block;
      }
    `]}render(){let e=new Map;for(let a of this.rows){let n=V(this.hass,a.at);e.set(n,[...e.get(n)??[],a])}return[...e.values()].map(a=>d`
        <h3>${$a(this.hass,a[0]?.at??0)}</h3>
        <ol>
          ${a.map(n=>this.row(n))}
        </ol>
      `)}row(e){let{hass:a}=this,n=Ps(e.event),o=typeof e.said.address=="string"?e.said.address:"";return d`
      <li class="${n} ${e.event==="differs"?"differs":""}">
        <svg viewBox="0 0 24 24" role="img" aria-label=${r(a,`happened.groups.${n}`)}>
          ${se`<path d=${Ln[n]}></path>`}
        </svg>
        <div class="words">
          ${Oa(a,e,this.names)}
          ${o?d`<span class="second">${r(a,"happened.address",{address:o})}</span>`:m}
        </div>
        <time datetime=${new Date(e.at).toISOString()} title=${Fi(a,e.at)}>${ta(a,e.at)}</time>
      </li>
    `}};l([p({attribute:!1})],Te.prototype,"hass",2),l([p({attribute:!1})],Te.prototype,"rows",2),l([p({attribute:!1})],Te.prototype,"names",2);var vt=7,jn=3650,N=class extends w{constructor(){super(...arguments);this.account="";this.kept=!1;this.errors={}}static{this.styles=[v,b`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
      }
      label {
        flex-basis: 100%;
      }
      input {
        width: 120px;
      }
      .line {
        margin-top: 16px;
      }
      [role="alert"],
      .wrong {
        border-left: 4px solid var(--error-color, #db4437);
        padding-left: 12px;
      }
      dl {
        margin: 8px 0 0;
      }
      dt {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      dd {
        margin: 0 0 8px;
      }
    `]}willUpdate(e){e.has("account")&&(this.log=this.typed=this.verified=void 0,this.kept=!1,this.errors={},this.read())}async read(){let{account:e}=this;await this.try("log",async()=>{let a=await Xe(this.hass,e);e===this.account&&(this.log=a)})}async try(e,a){let{account:n}=this;try{await a(),this.errors={...this.errors,[e]:void 0}}catch(o){let s=await k(this.hass,o);n===this.account&&(this.errors={...this.errors,[e]:s})}}render(){let{hass:e,log:a}=this,n=this.typed??a?.days;return d`
      ${a?.logged===!1?d`<p role="alert">${r(e,"happened.not_logged")}</p>`:m}
      ${a?d`<p class="second">${this.size(a)}</p>`:m} ${this.error("log")}
      <form class="line" @submit=${this.keep}>
        <label for="days">${r(e,"happened.tools.days",{least:vt,most:jn})}</label>
        <input
          id="days"
          type="number"
          required
          min=${vt}
          max=${jn}
          step="1"
          .value=${n===void 0?"":String(n)}
          ?disabled=${!a}
          @input=${this.type}
        />
        <button ?disabled=${!a||this.typed===void 0}>${r(e,"happened.tools.keep")}</button>
      </form>
      ${a&&this.typed!==void 0&&this.typed>=vt&&this.typed<a.days?d`<p class="second">${r(e,"happened.tools.shorter",{count:this.typed})}</p>`:m}
      <p role="status" class="second">${this.kept?r(e,"happened.tools.kept"):""}</p>
      ${this.error("keep")}
      <div class="line">
        <button @click=${this.export}>${r(e,"happened.tools.export")}</button>
        <p class="second">${r(e,"happened.tools.export_explained")}</p>
        ${this.error("export")}
      </div>
      <div class="line">
        <button ?disabled=${this.verified==="busy"} @click=${this.verify}>
          ${r(e,"happened.tools.verify")}
        </button>
        <div role="status">${this.result()}</div>
        ${this.error("verify")}
      </div>
    `}error(e){return this.errors[e]?d`<p role="alert">${this.errors[e]}</p>`:m}size(e){return e.since===null?r(this.hass,"happened.tools.size_none"):r(this.hass,"happened.tools.size",{count:e.rows,since:$a(this.hass,e.since)})}result(){let{hass:e,verified:a}=this;return a===void 0?m:a==="busy"?d`<p class="second">${r(e,"happened.tools.verifying")}</p>`:a.parts.length?d`<dl>
      ${a.parts.map(({part:n,first:o,last:s,wrong:c})=>{let h=c?c.fault:s<o?"empty":"whole",g=r(e,`happened.verified.${h}`,{row:c?.row??0,first:o,last:s});return d`<dt>${r(e,`happened.parts.${n}`)}</dt>
          <dd class=${c?"wrong":""}>${g}</dd>`})}
    </dl>`:d`<p>${r(e,"happened.verified.empty")}</p>`}type(){let e=this.input.valueAsNumber;this.kept=!1,this.typed=Number.isInteger(e)?e:0}async keep(e){e.preventDefault();let a=this.typed;a===void 0||!this.input.reportValidity()||await this.try("keep",async()=>{await oi(this.hass,this.account,a),this.log&&(this.log={...this.log,days:a}),this.typed===a&&(this.typed=void 0),this.kept=!0})}async export(){await this.try("export",async()=>{let e=`/api/dropcam_privacy/log/${encodeURIComponent(this.account)}`,a=await this.hass.callWS({type:"auth/sign_path",path:e}),n=document.createElement("a");n.href=this.hass.hassUrl(a.path),n.download="dropcam-privacy-log.jsonl",document.body.append(n),n.click(),n.remove()})}async verify(){let{account:e}=this;this.verified="busy",await this.try("verify",async()=>{let a=await si(this.hass,e);e===this.account&&(this.verified=a)}),this.verified==="busy"&&(this.verified=void 0)}};l([p({attribute:!1})],N.prototype,"hass",2),l([p()],N.prototype,"account",2),l([u()],N.prototype,"log",2),l([u()],N.prototype,"typed",2),l([u()],N.prototype,"kept",2),l([u()],N.prototype,"verified",2),l([u()],N.prototype,"errors",2),l([E("input")],N.prototype,"input",2);var Dn=["serious","moderate","minor"],Ls=["originals","www","forwarding","lowering","assistants","logins","trusted_networks","go2rtc","logging","backups","log"],D=class extends w{constructor(){super(...arguments);this.looking=!1;this.error="";this.fixed=!1;this.look=async()=>{this.looking=!0,this.fixed=!1,this.failed=void 0;try{this.findings=await di(this.hass),this.error=""}catch(e){this.error=await k(this.hass,e)}finally{this.looking=!1}}}static{this.styles=[v,b`
      :host {
        display: block;
        max-width: 800px;
        margin: 0 auto;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        align-items: center;
        justify-content: space-between;
        margin-bottom: 16px;
      }
      h2 {
        margin: 24px 0 8px;
      }
      h2:focus {
        outline: none;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .found li {
        padding: 16px;
        border-left: 4px solid var(--divider-color, #e0e0e0);
      }
      .found li + li {
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
      .serious li {
        border-left-color: var(--error-color, #db4437);
      }
      .moderate li {
        border-left-color: var(--warning-color, #ffa600);
      }
      .open {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      li p {
        overflow-wrap: anywhere;
      }
      li p + p {
        margin-top: 4px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 12px;
        align-items: center;
      }
      a.button {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        padding: 0 16px;
        border-radius: 20px;
        border: 1px solid var(--divider-color, #e0e0e0);
        color: inherit;
        text-decoration: none;
      }
      .none {
        padding: 24px 16px;
      }
      .none li {
        list-style: disc;
        margin-left: 20px;
      }
      .none p + p {
        margin-top: 12px;
      }
      [role="alert"] {
        border-left: 4px solid var(--error-color, #db4437);
        padding-left: 12px;
      }
    `]}willUpdate(){this.hasUpdated||this.look()}async fix({id:e}){this.fixing=e,this.fixed=!1,this.failed=void 0;try{this.findings=await ci(this.hass,e),this.fixed=!0,this.status.focus()}catch(a){this.failed={id:e,words:await k(this.hass,a)}}finally{this.fixing=void 0}}render(){let{hass:e,findings:a}=this,n=this.looking?r(e,"check_up.looking"):this.fixed?r(e,"check_up.fixed"):"";return d`
      <div class="top">
        <p class="second">${r(e,"check_up.intro")}</p>
        <button ?disabled=${this.looking||this.fixing!==void 0} @click=${this.look}>
          ${r(e,"check_up.again")}
        </button>
      </div>
      <p class="status" role="status" tabindex="-1">${n}</p>
      ${this.error?d`<p role="alert">${this.error}</p>`:m}
      ${a?.length?Dn.map(o=>this.group(o,a)):m}
      ${a&&!a.length?this.nothing():m}
    `}nothing(){let{hass:e}=this;return d`<section class="card none">
      <p class="open">${r(e,"check_up.none")}</p>
      <p>${r(e,"check_up.looked")}</p>
      <ul>
        ${Ls.map(a=>d`<li>${r(e,`check_up.places.${a}`)}</li>`)}
      </ul>
    </section>`}group(e,a){let n=s=>e==="minor"&&!Dn.includes(s.severity),o=a.filter(s=>s.severity===e||n(s));return o.length?d`<section>
      <h2>${r(this.hass,`check_up.severity.${e}`)}</h2>
      <ul class="card found ${e}">
        ${o.map(s=>this.finding(s))}
      </ul>
    </section>`:m}finding(e){let{hass:a}=this,{used:n,more:o}=e.values,s=this.failed?.id===e.id?this.failed.words:"";return d`<li>
      <p class="open">${this.words(e,"open")}</p>
      ${n===void 0?m:d`<p class="second">
              ${n?r(a,"check_up.used",{day:qi(a,n)}):r(a,"check_up.used_never")}
            </p>`}
      ${Number(o)?d`<p class="second">${r(a,"check_up.more",{count:Number(o)})}</p>`:m}
      <p class="second">${this.words(e,"do")}</p>
      ${this.actions(e)} ${s?d`<p role="alert">${s}</p>`:m}
    </li>`}words({kind:e,values:a,severity:n},o){let{hass:s}=this,c=n==="moderate"?e.replace(/^(go2rtc_\w+)_open$/,"$1_local"):e,h={...a,kind:c};a.assistant&&(h.assistant=this.named("assistants",a.assistant)),a.what&&(h.place=this.named("places",a.what));let g=`check_up.kinds.${c}.${o}`,f=r(s,g,h);return f===g?r(s,`check_up.kinds.unknown.${o}`,h):f}named(e,a){let n=`check_up.${e}.${a.replace(".","_")}`,o=r(this.hass,n);return o===n?a:o}actions(e){let{hass:a}=this,{id:n,fix:o,may_fix:s,path:c}=e;if(!s)return d`<p class="second">${r(a,`check_up.${a.user?.is_admin?"ask_owner":"ask_admin"}`)}</p>`;if(!o&&!c)return m;let h=o?this.named("fixes",o):null,g=h===o?r(a,"check_up.fixes.other"):h;return d`<div class="actions">
      ${o?d`<button
              class="main"
              ?disabled=${this.fixing!==void 0||this.looking}
              @click=${()=>this.fix(e)}
            >
              ${this.fixing===n?r(a,"check_up.fixing"):g}
            </button>`:m}
      ${c&&/^\/(?!\/)/.test(c)?d`<a class="button" href=${c} @click=${me}>${r(a,"check_up.show")}</a>`:m}
    </div>`}};l([p({attribute:!1})],D.prototype,"hass",2),l([p({attribute:!1})],D.prototype,"overview",2),l([u()],D.prototype,"findings",2),l([u()],D.prototype,"looking",2),l([u()],D.prototype,"error",2),l([u()],D.prototype,"fixing",2),l([u()],D.prototype,"failed",2),l([u()],D.prototype,"fixed",2),l([E(".status")],D.prototype,"status",2);var js=50,Ds=3e4,Ms=1500,Mn=i=>`${i.at} ${i.event} ${i.number}`,za=class{constructor(t,e){this.host=t;this.refreshed=e;this.before=null;this.busy=!1;this.error="";this.asking=0;this.refresh=()=>{document.visibilityState==="hidden"||!this.wanted||this.busy||(this.read(),this.refreshed())};this.again=()=>{this.read()};this.older=()=>{this.before&&!this.busy&&this.read(this.before)};t.addController(this)}hostConnected(){this.timer=setInterval(()=>this.refresh(),Ds),document.addEventListener("visibilitychange",this.refresh)}hostDisconnected(){clearInterval(this.timer),clearTimeout(this.soon),this.soon=void 0,document.removeEventListener("visibilitychange",this.refresh),this.asking+=1,this.busy=!1}show(t){this.wanted={...t,most:js},this.rows=void 0,this.before=null,this.error="",this.read()}refreshSoon(){this.soon??=setTimeout(()=>{this.soon=void 0,this.refresh()},Ms)}async read(t){let e=this.wanted;if(!e)return;let a=this.asking+=1;this.busy=!0,this.host.requestUpdate();try{let n=await xa(this.host.hass,t?{...e,before:t}:e);if(a!==this.asking)return;this.error="",t?(this.rows=[...this.rows??[],...n.rows],this.before=n.before):this.takeNewest(n.rows,n.before)}catch(n){let o=await k(this.host.hass,n);a===this.asking&&(this.error=o)}finally{a===this.asking&&(this.busy=!1),this.host.requestUpdate()}}takeNewest(t,e){let a=new Set(t.map(Mn)),n=(this.rows??[]).filter(s=>!a.has(Mn(s)));this.rows!==void 0&&n.length<this.rows.length&&e?this.rows=[...t,...n]:(this.rows=t,this.before=e)}};var Rs=864e5,M=class extends w{constructor(){super(...arguments);this.account="";this.filter=sa;this.days=[];this.daysError="";this.people=[];this.feed=new za(this,()=>this.refreshed())}static{this.styles=[v,b`
      :host,
      .columns,
      .column {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
      }
      @media (min-width: 1000px) {
        .columns {
          grid-template-columns: minmax(0, 1fr) 360px;
        }
      }
      .card.roomy {
        padding: 16px;
      }
      h2 {
        margin-bottom: 12px;
      }
      .list h2 {
        padding: 16px 16px 0;
        margin: 0;
      }
      .account select {
        display: block;
        width: 100%;
        max-width: 360px;
      }
      .foot {
        padding: 8px 16px 16px;
        text-align: center;
      }
      .list > p {
        padding: 16px;
      }
      [role="alert"] {
        border-left: 4px solid var(--error-color, #db4437);
      }
      .hidden {
        position: absolute;
        clip-path: inset(50%);
      }
    `]}get accounts(){let e=this.hass.user?.id;return this.overview.accounts.filter(a=>a.owners.some(n=>n.id===e))}get cameras(){return this.overview.cameras.filter(e=>e.role==="owner"&&"account"in e&&e.account===this.account)}get everybody(){let e=this.overview.accounts.flatMap(n=>n.owners),a=this.overview.cameras.flatMap(n=>"viewers"in n?n.viewers:[]);return new Map([...a,...e,...this.people].map(({id:n,name:o})=>[n,o]))}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.account&&this.ask()}willUpdate(e){let{accounts:a}=this;a.some(n=>n.id===this.account)?e.has("overview")&&this.feed.refreshSoon():this.open(a[0]?.id??"")}open(e){this.account=e,this.days=[],this.filter=sa,e&&(this.ask(),this.people.length||this.learn())}ask(){this.feed.show(mn(this.hass,this.account,this.filter)),this.count()}refreshed(){this.count(),this.memory?.check(),this.tools?.read()}async count(){let{hass:e,account:a,filter:n}=this,o=aa(e,V(e,Date.now()-(oa-1)*Rs)),s=()=>a===this.account&&n.camera===this.filter.camera;try{let c=await ni(e,a,o,Pe(e),n.camera||void 0);s()&&([this.days,this.daysError]=[c,""])}catch(c){let h=await k(e,c);s()&&(this.daysError=h)}}async learn(){try{this.people=await va(this.hass)}catch(e){console.warn("dropcam-privacy: no names",e)}}render(){let{hass:e}=this;return this.account?d`
      ${this.picker()}
      <dropcam-privacy-log-memory
        .hass=${e}
        account=${this.account}
        @log-wanted=${this.help}
      ></dropcam-privacy-log-memory>
      <div class="columns">
        <div class="column">${this.filters()} ${this.list()}</div>
        <div class="column">
          <section class="card roomy">
            <h2>${r(e,"happened.chart.title")}</h2>
            ${this.daysError?d`<p role="alert">${this.daysError}</p>`:m}
            <dropcam-privacy-log-chart .hass=${e} .told=${this.days}></dropcam-privacy-log-chart>
          </section>
          <section class="card roomy">
            <h2>${r(e,"happened.tools.title")}</h2>
            <dropcam-privacy-log-tools .hass=${e} account=${this.account}></dropcam-privacy-log-tools>
          </section>
        </div>
      </div>
    `:d`<p class="card roomy">${r(e,"happened.no_account")}</p>`}help(e){this.tools?.scrollIntoView({block:"nearest"}),this.tools?.[e.detail]()}picker(){let{accounts:e}=this;return e.length<2?m:d`<label class="account">
      ${r(this.hass,"happened.account")}
      <select @change=${a=>this.open(a.target.value)}>
        ${e.map(({id:a,name:n})=>d`<option value=${a} ?selected=${a===this.account}>${n}</option>`)}
      </select>
    </label>`}filters(){let{hass:e}=this,a=(this.feed.rows??[]).map(({person:o,said:s})=>[o??"",String(s.name??"")]),n=[...new Map([...a,...this.everybody])].map(([o,s])=>({id:o,name:s}));return d`<section class="card roomy" aria-label=${r(e,"happened.filter")}>
      <dropcam-privacy-log-filter
        .hass=${e}
        .filter=${this.filter}
        .cameras=${this.cameras}
        .people=${n.filter(({id:o,name:s})=>o&&s)}
        @filter-changed=${o=>{this.filter=o.detail,this.ask()}}
      ></dropcam-privacy-log-filter>
    </section>`}list(){let{hass:e,feed:a}=this;return d`<section class="card list" aria-busy=${a.busy?"true":"false"}>
      <h2>${r(e,"happened.rows")}</h2>
      ${a.error?d`<p role="alert">${a.error}</p>
              <div class="foot"><button @click=${a.again}>${r(e,"happened.again")}</button></div>`:m}
      <p class="hidden" role="status">${a.rows?r(e,"happened.shown",{count:a.rows.length}):""}</p>
      ${this.rows()}
      ${a.before?d`<div class="foot">
              <button ?disabled=${a.busy} @click=${a.older}>${r(e,"happened.older")}</button>
            </div>`:m}
    </section>`}rows(){let{hass:e,feed:a}=this;if(!a.rows)return a.error?m:d`<p class="second">${r(e,"happened.loading")}</p>`;if(!a.rows.length){let c=mt(this.filter)?"nothing":"nothing_found";return d`<p class="second">${r(e,`happened.${c}`)}</p>`}let n=new Map(this.overview.cameras.map(({id:c,name:h})=>[c,h])),o=this.everybody,s={camera:c=>n.get(c)??r(e,"log.camera.gone"),person:c=>o.get(c)};return d`<dropcam-privacy-log-rows .hass=${e} .rows=${a.rows} .names=${s}></dropcam-privacy-log-rows>`}};l([p({attribute:!1})],M.prototype,"hass",2),l([p({attribute:!1})],M.prototype,"overview",2),l([u()],M.prototype,"account",2),l([u()],M.prototype,"filter",2),l([u()],M.prototype,"days",2),l([u()],M.prototype,"daysError",2),l([u()],M.prototype,"people",2),l([E("dropcam-privacy-log-memory")],M.prototype,"memory",2),l([E("dropcam-privacy-log-tools")],M.prototype,"tools",2);var le={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Na=i=>(...t)=>({_$litDirective$:i,values:t}),Ne=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,a){this._$Ct=t,this._$AM=e,this._$Ci=a}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Us}=qt,Rn=i=>i;var zn=i=>i.strings===void 0,Un=()=>document.createComment(""),Be=(i,t,e)=>{let a=i._$AA.parentNode,n=t===void 0?i._$AB:t._$AA;if(e===void 0){let o=a.insertBefore(Un(),n),s=a.insertBefore(Un(),n);e=new Us(o,s,i,i.options)}else{let o=e._$AB.nextSibling,s=e._$AM,c=s!==i;if(c){let h;e._$AQ?.(i),e._$AM=i,e._$AP!==void 0&&(h=i._$AU)!==s._$AU&&e._$AP(h)}if(o!==n||c){let h=e._$AA;for(;h!==o;){let g=Rn(h).nextSibling;Rn(a).insertBefore(h,n),h=g}}}return e},ye=(i,t,e=i)=>(i._$AI(t,e),i),zs={},Ba=(i,t=zs)=>i._$AH=t,Nn=i=>i._$AH,Wa=i=>{i._$AR(),i._$AA.remove()};var Bn=(i,t,e)=>{let a=new Map;for(let n=t;n<=e;n++)a.set(i[n],n);return a},j=Na(class extends Ne{constructor(i){if(super(i),i.type!==le.CHILD)throw Error("repeat() can only be used in text expressions")}dt(i,t,e){let a;e===void 0?e=t:t!==void 0&&(a=t);let n=[],o=[],s=0;for(let c of i)n[s]=a?a(c,s):s,o[s]=e(c,s),s++;return{values:o,keys:n}}render(i,t,e){return this.dt(i,t,e).values}update(i,[t,e,a]){let n=Nn(i),{values:o,keys:s}=this.dt(t,e,a);if(!Array.isArray(n))return this.ut=s,o;let c=this.ut??=[],h=[],g,f,y=0,$=n.length-1,x=0,T=o.length-1;for(;y<=$&&x<=T;)if(n[y]===null)y++;else if(n[$]===null)$--;else if(c[y]===s[x])h[x]=ye(n[y],o[x]),y++,x++;else if(c[$]===s[T])h[T]=ye(n[$],o[T]),$--,T--;else if(c[y]===s[T])h[T]=ye(n[y],o[T]),Be(i,h[T+1],n[y]),y++,T--;else if(c[$]===s[x])h[x]=ye(n[$],o[x]),Be(i,n[y],n[$]),$--,x++;else if(g===void 0&&(g=Bn(s,x,T),f=Bn(c,y,$)),g.has(c[y]))if(g.has(c[$])){let A=f.get(s[x]),I=A!==void 0?n[A]:null;if(I===null){let Tt=Be(i,n[y]);ye(Tt,o[x]),h[x]=Tt}else h[x]=ye(I,o[x]),Be(i,n[y],I),n[A]=null;x++}else Wa(n[$]),$--;else Wa(n[y]),y++;for(;x<=T;){let A=Be(i,h[T+1]);ye(A,o[x]),h[x++]=A}for(;y<=$;){let A=n[y++];A!==null&&Wa(A)}return this.ut=s,Ba(i,h),P}});var Ns="/config/integrations/dashboard/add?domain=dropcam_privacy",Bs="/config/integrations/integration/dropcam_privacy",we=class extends w{constructor(){super(...arguments);this.busy=new Set;this.wrong=new Map}static{this.styles=[v,b`
      section + section {
        margin-top: 32px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
        min-height: 40px;
        margin-bottom: 16px;
      }
      .head h2 {
        overflow-wrap: anywhere;
      }
      .cameras {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
        gap: 16px;
        align-items: start;
      }
      [role="alert"] {
        color: var(--error-color, #db4437);
        margin-bottom: 16px;
      }
      .empty {
        max-width: 560px;
        margin: 48px auto;
        padding: 32px 24px;
        text-align: center;
      }
      .empty .icon {
        width: 56px;
        height: 56px;
        color: var(--primary-color, #009ac7);
      }
      .empty > * + * {
        margin-top: 16px;
      }
      a.button {
        display: inline-block;
        padding: 9px 20px;
        border-radius: 20px;
        background: color-mix(in srgb, var(--primary-color, #009ac7) 72%, #000);
        color: var(--text-primary-color, #fff);
        text-decoration: none;
      }
    `]}async allPrivate(e,a){let{hass:n}=this;this.busy=new Set(this.busy).add(e.id),this.wrong.delete(e.id);let o=a.filter(h=>!h.private),s=await Promise.allSettled(o.map(h=>Ie(n,h.id,!0))),c=s.filter(h=>h.status==="rejected").map(h=>h.reason);if(c.length){let h=C(n,o.filter((g,f)=>s[f]?.status==="rejected").map(({name:g})=>g));this.wrong.set(e.id,r(n,"mine.not_all",{names:h,why:await k(n,c[0])}))}this.busy=new Set([...this.busy].filter(h=>h!==e.id))}render(){let{overview:e}=this,a=e.cameras.filter(s=>s.role==="owner"),n=e.cameras.filter(s=>s.role!=="owner"),o=e.accounts.filter(s=>a.some(c=>c.account===s.id));return e.cameras.length?d`
      ${j(o,s=>s.id,s=>this.account(s,a.filter(c=>c.account===s.id),o.length>1))}
      ${n.length?this.others(n,a.length>0):m}
    `:this.empty()}account(e,a,n){let{hass:o,overview:s}=this,c=this.wrong.get(e.id),h=a.some(f=>!f.private),g=n?e.name:r(o,"mine.yours");return d`<section aria-labelledby="account-${e.id}">
      <div class="head">
        <h2 id="account-${e.id}">${g}</h2>
        ${a.length>1&&h?d`<button
              class="main"
              aria-label=${r(o,"mine.all_private_of",{account:e.name})}
              ?disabled=${this.busy.has(e.id)}
              @click=${()=>this.allPrivate(e,a)}
            >
              ${r(o,"mine.all_private")}
            </button>`:m}
      </div>
      ${c?d`<p role="alert">${c}</p>`:m}
      <div class="cameras">
        ${j(a,f=>f.id,f=>d`<dropcam-privacy-own-camera
            .hass=${o}
            .camera=${f}
            .overview=${s}
          ></dropcam-privacy-own-camera>`)}
      </div>
    </section>`}others(e,a){let n=r(this.hass,a?"mine.others":"mine.seen.title");return d`<section aria-labelledby="others">
      <div class="head"><h2 id="others">${n}</h2></div>
      <div class="cameras">
        ${j(e,o=>o.id,o=>d`<dropcam-privacy-seen-camera
            .hass=${this.hass}
            .camera=${o}
          ></dropcam-privacy-seen-camera>`)}
      </div>
    </section>`}empty(){let{hass:e,overview:a}=this,n=a.accounts.length>0,o=n?"owner":a.may_set_up?"admin":"stranger",s=n?Bs:Ns;return d`<div class="card empty">
      ${U("camera")}
      <h2>${r(e,`mine.empty.${o}`)}</h2>
      <p class="second">${r(e,`mine.empty.${o}_more`)}</p>
      ${a.may_set_up?d`<p><a class="button" href=${s} @click=${me}>${r(e,"mine.empty.set_up")}</a></p>`:m}
    </div>`}};l([p({attribute:!1})],we.prototype,"hass",2),l([p({attribute:!1})],we.prototype,"overview",2),l([u()],we.prototype,"busy",2),l([u()],we.prototype,"wrong",2);var H=b`
  /* Home Assistant's primary colour alone is too light for small words on it, or in it. */
  button.main {
    background: color-mix(in srgb, var(--primary-color, #009ac7) 78%, #000);
  }
  button.plain,
  a {
    color: color-mix(in srgb, var(--primary-color, #009ac7) 65%, var(--primary-text-color, #141414));
  }
  .pending:empty {
    display: none;
  }
  .pending {
    color: var(--secondary-text-color, #5e5e5e);
    font-style: italic;
  }
  .wrong {
    margin-top: 4px;
    padding: 8px 12px;
    border-radius: 8px;
    border-left: 4px solid var(--error-color, #db4437);
    background: color-mix(in srgb, var(--error-color, #db4437) 12%, transparent);
  }
  .note {
    padding: 8px 12px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--primary-color, #009ac7) 10%, transparent);
  }
  .warning {
    padding: 8px 12px;
    border-radius: 8px;
    border-left: 4px solid var(--warning-color, #ffa600);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .person {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    padding: 8px 0;
  }
  .person .words {
    flex: 1 1 160px;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: none;
  }
  legend {
    padding: 0;
  }
`;var Z=class extends w{constructor(){super(...arguments);this.heading="";this.action=""}static{this.styles=[v,H,b`
      dialog {
        width: min(480px, calc(100vw - 32px));
        max-height: calc(100vh - 64px);
        padding: 24px;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        color: inherit;
        background: var(--ha-card-background, var(--card-background-color, #fff));
        box-shadow: 0 8px 32px rgb(0 0 0 / 30%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      .content {
        margin: 16px 0 24px;
      }
      .buttons {
        justify-content: flex-end;
      }
    `]}async ask(){return await this.updateComplete,this.dialog.showModal(),new Promise(e=>this.answer=e)}disconnectedCallback(){super.disconnectedCallback(),this.end(!1)}end(e){let{answer:a}=this;this.answer=void 0,this.dialog?.open&&this.dialog.close(),a?.(e)}render(){return d`
      <dialog aria-labelledby="heading" @close=${()=>this.end(!1)}>
        <h2 id="heading">${this.heading}</h2>
        <div class="content"><slot></slot></div>
        <div class="buttons">
          <button class="cancel" @click=${()=>this.end(!1)}>${r(this.hass,"who.cancel")}</button>
          <button class="main" @click=${()=>this.end(!0)}>${this.action}</button>
        </div>
      </dialog>
    `}};l([p({attribute:!1})],Z.prototype,"hass",2),l([p()],Z.prototype,"heading",2),l([p()],Z.prototype,"action",2),l([E("dialog")],Z.prototype,"dialog",2);var da=i=>{let t=K(i),e=i.locale.language;return e.split("-")[0]===t.split("-")[0]?e:t},kt=i=>{let t=i.locale.time_format;if(t==="12"||t==="24")return t==="12";let e=t==="system"?void 0:i.locale.language;return new Intl.DateTimeFormat(e,{hour:"numeric"}).resolvedOptions().hour12??!1},_t=(i,t)=>{if(t==="24:00")return r(i,kt(i)?"who.times.midnight":"who.times.24");let[e=0,a=0]=t.split(":").map(Number),n=kt(i)?{hour:"numeric",hourCycle:"h12"}:{hour:"2-digit",hourCycle:"h23"};return new Intl.DateTimeFormat(da(i),{...n,minute:"2-digit",timeZone:"UTC"}).format(Date.UTC(2024,0,1,e,a))},Wn=(i,t)=>new Intl.DateTimeFormat(da(i),{dateStyle:"long",timeZone:"UTC"}).format(Date.parse(`${t}T00:00:00Z`)),Fn=(i,t)=>new Intl.DateTimeFormat(da(i),{dateStyle:"long",timeStyle:"short",hour12:kt(i),...i.locale.time_zone==="server"?{timeZone:i.config.time_zone}:{}}).format(t),xt=(i,t,e)=>new Intl.DateTimeFormat(da(i),{weekday:e,timeZone:"UTC"}).format(Date.UTC(2024,0,1+t)),Fa=i=>{let t=["monday","tuesday","wednesday","thursday","friday","saturday","sunday"],e=t.indexOf(i.locale.first_weekday??""),a=e>=0?e:Ws(i.locale.language);return t.map((n,o)=>(a+o)%7)},Ws=i=>{let t=new Intl.Locale(i);return((t.getWeekInfo?.()??t.weekInfo)?.firstDay??1)-1},qn=i=>{try{return new Intl.DateTimeFormat("en",{timeZone:i}).resolvedOptions().timeZone&&i}catch{return}},$t=i=>new Intl.DateTimeFormat("en-CA",{timeZone:qn(i),dateStyle:"short"}).format(),Kn=(i,t)=>{if(!qn(t))return t;let a=new Intl.DateTimeFormat(da(i),{timeZone:t,timeZoneName:"longGeneric"}).formatToParts().find(n=>n.type==="timeZoneName")?.value;return a&&a!==t?`${a} (${t})`:t};var We=(i,t)=>{if(!t)return r(i,"who.times.always");let e=t.weekdays&&t.weekdays.length<7?Fs(i,t.weekdays):"",a=t.from!==void 0||t.to!==void 0,[n,o]=[t.from??"00:00",t.to??"24:00"];if(!e&&!a&&!t.until)return r(i,"who.times.always");let s=a?o<=n?"night":"hours":"day";return r(i,`who.times.${e?"days":"every"}_${s}${t.until?"_until":""}`,{days:e,from:_t(i,n),to:_t(i,o),date:t.until?Wn(i,t.until):""})},Fs=(i,t)=>{let e=Fa(i).filter(s=>t.includes(s)),a=[];for(let s of e){let c=a.at(-1);c&&((c.at(-1)??0)+1)%7===s?c.push(s):a.push([s])}let n=(s=0)=>r(i,`who.days.${s}`),o=a.flatMap(s=>s.length<3?s.map(n):[r(i,"who.days.range",{first:n(s[0]),last:n(s.at(-1))})]);return C(i,o)};var At=(i,t)=>r(i,t)!==t,Vn=(i,t)=>{let{grant:e,by:a,camera:n,person:o,what:s,was:c}=t,h=a?"by":"nobody",g={by:a??"",camera:n?.name??"",person:o?.name??"",what:s??"",was:c??""},f=e==="allow"?s:o?.id===i.user?.id?"you":"",y=`waiting.${e}.${f}.${h}`;return r(i,f&&At(i,y)?y:`waiting.${e}.${h}`,g)},Gn=(i,t)=>{let e=[];return t.grant==="viewer"&&t.times&&e.push(We(i,t.times)),t.grant==="allow"&&t.what&&At(i,`who.allow.${t.what}_hint`)&&e.push(r(i,`who.allow.${t.what}_hint`)),At(i,`waiting.${t.grant}.means`)&&e.push(r(i,`waiting.${t.grant}.means`)),e},Yn=(i,{by:t,at:e})=>{if(e===null)return r(i,t?"waiting.entered_by":"waiting.entered_nobody",{by:t??""});let a=Fn(i,e);return t?r(i,"waiting.entered",{by:t,when:a}):r(i,"waiting.entered_when",{when:a})};var B=class extends w{constructor(){super(...arguments);this.told=""}static{this.styles=[v,H,b`
      :host {
        display: grid;
        gap: 12px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
      }
      ul {
        display: grid;
        gap: 12px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px 24px;
        padding: 16px;
      }
      h2:focus {
        outline: none;
      }
      .words {
        flex: 1 1 280px;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .what {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0 12px;
        margin: 4px 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
      }
      dd {
        margin: 0;
      }
      li .wrong,
      li .pending {
        flex-basis: 100%;
      }
    `]}willUpdate(e){let a=e.get("account");e.has("account")&&(a?.id!==this.account.id&&(this.heard=this.wrong=void 0),(a?.id!==this.account.id||a.waiting!==this.account.waiting)&&this.load())}async load(){let{account:e}=this;try{let a=await ti(this.hass,e.id);this.account.id===e.id&&!this.answering&&(this.heard=a)}catch(a){this.wrong={ids:[],why:await k(this.hass,a)}}}async answer(e,a){if(!(!this.heard||this.answering)){this.answering={accept:e,reject:a},this.wrong=void 0,this.told="";try{this.heard=await ii(this.hass,this.account.id,this.heard.change_id,e,a),this.told=r(this.hass,e.length?"waiting.accepted":"waiting.rejected",{count:e.length+a.length})}catch(n){let o=n.translation_key==="changes_differ",s=o?r(this.hass,"waiting.differ"):await k(this.hass,n);this.wrong={ids:o?[]:[...e,...a],why:s}}this.answering=void 0,this.wrong&&await this.load(),await this.updateComplete,this.heading.focus()}}get ids(){return this.heard?.items.map(({id:e})=>e)??[]}async acceptAll(){let e=this.heard?.change_id;await this.dialog.ask()&&(e===this.heard?.change_id?await this.answer(this.ids,[]):this.wrong={ids:[],why:r(this.hass,"waiting.differ")})}render(){let{hass:e,heard:a}=this,n=a?.items.filter(({id:s})=>!this.answering?.reject.includes(s))??[],o=this.wrong&&this.wrong.ids.length!==1?this.wrong.why:"";return d`
      <div class="head">
        <h2 tabindex="-1">${this.account.name}</h2>
        ${n.length>1?this.all():m}
      </div>
      <dropcam-privacy-confirm
        .hass=${e}
        .heading=${r(e,"waiting.accept_all_heading",{count:n.length})}
        .action=${r(e,"waiting.accept_all")}
      >
        ${r(e,"waiting.accept_all_means")}
      </dropcam-privacy-confirm>
      <p class="pending" role="status">${this.told}</p>
      ${o?d`<p class="wrong" role="alert">${o}</p>`:m}
      ${a&&!n.length?d`<p class="second">${r(e,"waiting.nothing")}</p>`:m}
      <ul>
        ${j(n,({id:s})=>s,s=>this.item(s))}
      </ul>
    `}all(){let{hass:e}=this,a=this.answering!==void 0;return d`
      <div class="buttons">
        <button
          class="reject-all"
          ?disabled=${a||!this.rejectable.length}
          @click=${()=>this.answer([],this.rejectable)}
        >
          ${r(e,"waiting.reject_all")}
        </button>
        <button class="accept-all" ?disabled=${a} @click=${this.acceptAll}>
          ${r(e,"waiting.accept_all")}
        </button>
      </div>
    `}get rejectable(){return this.heard?.items.filter(e=>e.may_reject).map(({id:e})=>e)??[]}item(e){let{hass:a}=this,{id:n,was:o,what:s}=e,c=this.answering!==void 0,h=Vn(a,e);return d`<li class="card">
      <div class="words">
        <p class="what" id="what-${n}">${h}</p>
        ${o!==null?d`<dl>
                <dt>${r(a,"waiting.was")}</dt>
                <dd>${o}</dd>
                <dt>${r(a,"waiting.now")}</dt>
                <dd>${s}</dd>
              </dl>`:m}
        ${Gn(a,e).map(g=>d`<p class="second">${g}</p>`)}
        <p class="second">${Yn(a,e)}</p>
      </div>
      <div class="buttons">
        ${e.may_reject?d`<button
                class="reject"
                ?disabled=${c}
                aria-describedby="what-${n}"
                @click=${()=>this.answer([],[n])}
              >
                ${r(a,"waiting.reject")}
              </button>`:d`<p class="second">${r(a,"waiting.elsewhere")}</p>`}
        <button
          class="accept main"
          ?disabled=${c}
          aria-describedby="what-${n}"
          @click=${()=>this.answer([n],[])}
        >
          ${r(a,"waiting.accept")}
        </button>
      </div>
      ${this.answering?.accept.includes(n)?d`<p class="pending" role="status">${r(a,"waiting.pending")}</p>`:m}
      ${this.wrong?.ids.length===1&&this.wrong.ids[0]===n?d`<p class="wrong" role="alert">${this.wrong.why}</p>`:m}
    </li>`}};l([p({attribute:!1})],B.prototype,"hass",2),l([p({attribute:!1})],B.prototype,"account",2),l([u()],B.prototype,"heard",2),l([u()],B.prototype,"answering",2),l([u()],B.prototype,"wrong",2),l([u()],B.prototype,"told",2),l([E("dropcam-privacy-confirm")],B.prototype,"dialog",2),l([E("h2")],B.prototype,"heading",2);_("dropcam-privacy-confirm",Z);_("dropcam-privacy-waiting-items",B);var Fe=class extends w{static{this.styles=[v,b`
      :host {
        display: grid;
        gap: 24px;
        max-width: 840px;
        margin: 0 auto;
      }
    `]}render(){let{hass:t}=this;return d`
      <p class="second">${r(t,"waiting.hint")}</p>
      ${this.overview.accounts.length?m:d`<p>${r(t,"waiting.nothing")}</p>`}
      ${j(this.overview.accounts,({id:e})=>e,e=>d`<dropcam-privacy-waiting-items .hass=${t} .account=${e}></dropcam-privacy-waiting-items>`)}
    `}};l([p({attribute:!1})],Fe.prototype,"hass",2),l([p({attribute:!1})],Fe.prototype,"overview",2);var X=class extends w{constructor(){super(...arguments);this.user="";this.name="";this.broken=""}static{this.styles=[v,b`
      :host {
        display: inline-flex;
        flex: none;
        width: 40px;
        height: 40px;
      }
      img,
      span {
        width: 100%;
        height: 100%;
        border-radius: 50%;
        object-fit: cover;
      }
      span {
        display: grid;
        place-items: center;
        font-weight: var(--ha-font-weight-medium, 500);
        color: var(--primary-text-color);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 18%, transparent);
      }
    `]}get picture(){let e=qs(this.hass.states).get(this.user);return typeof e=="string"&&/^\/(?![/\\])/.test(e)&&e!==this.broken?e:void 0}render(){let{picture:e}=this;return e?d`<img src=${this.hass.hassUrl(e)} alt="" @error=${()=>this.broken=e} />`:d`<span aria-hidden="true">${Ks(this.name)}</span>`}};l([p({attribute:!1})],X.prototype,"hass",2),l([p()],X.prototype,"user",2),l([p()],X.prototype,"name",2),l([u()],X.prototype,"broken",2);var qs=i=>{let t=Jn.get(i);if(!t){let e=Object.keys(i).filter(a=>a.startsWith("person."));t=new Map(e.map(a=>[i[a]?.attributes.user_id,i[a]?.attributes.entity_picture])),Jn.set(i,t)}return t},Jn=new WeakMap,Ks=i=>{let t=i.replace(/\(.*\)/,"").match(/[\p{L}\p{M}\p{N}]+/gu)??[];return(t.length>1?[t[0],t.at(-1)]:t).map(a=>[...a??""][0]).join("").toLocaleUpperCase()||"?"};var Qn=b`
  :host {
    display: block;
    max-width: 720px;
    margin: 0 auto;
  }
  form {
    display: grid;
    gap: 16px;
    margin-top: 16px;
  }
  fieldset {
    padding: 16px;
  }
  legend {
    float: left;
    width: 100%;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  legend + * {
    clear: both;
  }
  h3 {
    margin-top: 12px;
    font-size: inherit;
    color: var(--secondary-text-color, #5e5e5e);
  }
  label {
    display: flex;
    align-items: center;
    gap: 16px;
    min-height: 48px;
    cursor: pointer;
  }
  label .words {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  label .second {
    display: block;
  }
  input[type="checkbox"] {
    flex: none;
    width: 20px;
    height: 20px;
    min-height: 0;
    margin: 0;
    accent-color: var(--primary-color, #009ac7);
  }
  ol {
    margin: 8px 0 16px;
    padding-left: 24px;
  }
  .end {
    padding: 16px;
  }
  .end h3 {
    margin-top: 0;
    color: inherit;
    font-size: var(--ha-font-size-l, 16px);
  }
  .every {
    margin-inline-start: -16px;
  }
`;_("dropcam-privacy-person",X);var St=["owners","cameras","viewers"],Vs={set_up_people:"owners",set_up_cameras:"cameras"},ee=class extends w{constructor(){super(...arguments);this.chosen={owners:[],cameras:[],viewers:[]};this.busy=!1}static{this.styles=[v,H,Qn]}connectedCallback(){super.connectedCallback(),this.load()}async load(){this.wrong=void 0;try{this.options=await tt(this.hass)}catch(a){this.wrong={of:"options",why:await k(this.hass,a)};return}let e=this.options.people.filter(({id:a})=>a===this.hass.user?.id).map(({id:a})=>a);this.chosen.owners.length||(this.chosen={...this.chosen,owners:e})}render(){let{hass:e,options:a}=this;return d`
      <h2>${r(e,"welcome.title")}</h2>
      <p>${r(e,"welcome.intro")}</p>
      ${this.wrong?.of==="options"?d`<div class="wrong" role="alert">
              <p>${this.wrong.why}</p>
              <button class="plain again" @click=${this.load}>${r(e,"who.again")}</button>
            </div>`:m}
      ${a?this.form(a):m}
    `}form(e){let{hass:a}=this,n=e.people.filter(({id:o})=>!this.chosen.owners.includes(o));return d`<form novalidate aria-busy=${this.busy?"true":"false"} @submit=${this.send}>
      ${this.question("owners",e.people.map(o=>this.person("owners",o)))}
      ${this.question("cameras",this.cameras(e))}
      ${this.question("viewers",n.length?n.map(o=>this.person("viewers",o)):r(a,"welcome.viewers.none"))}
      ${e.cameras.length?this.end(e):m}
    </form>`}end(e){let{hass:a}=this,n=this.chosen.cameras.length;return d`<div class="card end">
      <h3>${r(a,"welcome.then")}</h3>
      ${this.means(e)}
      <button class="main" ?disabled=${this.busy}>
        ${r(a,this.busy?"welcome.busy":n?"welcome.go":"welcome.go_none",{count:n})}
      </button>
      <p class="pending" role="status">${this.busy?r(a,"welcome.wait"):m}</p>
      ${this.wrong?.of==="all"?d`<p class="wrong" role="alert">${this.wrong.why}</p>`:m}
    </div>`}question(e,a){let{hass:n,wrong:o}=this,s=o?.of===e;return d`<fieldset class="card" name=${e} aria-describedby="${e}-hint ${e}-wrong">
      <legend>${r(n,`welcome.${e}.question`)}</legend>
      <p class="second" id="${e}-hint">${r(n,`welcome.${e}.hint`)}</p>
      ${a}
      <div id="${e}-wrong">${s?d`<p class="wrong" role="alert">${o.why}</p>`:m}</div>
    </fieldset>`}person(e,{id:a,name:n}){let o=a===this.hass.user?.id?r(this.hass,"welcome.you",{name:n}):n;return this.choice(e,a,d`<dropcam-privacy-person .hass=${this.hass} .user=${a} .name=${n}></dropcam-privacy-person>
        <span class="words">${o}</span>`)}choice(e,a,n){return d`<label>
      <input
        type="checkbox"
        name=${e}
        value=${a}
        .checked=${this.chosen[e].includes(a)}
        @change=${o=>this.choose(e,[a],o.target.checked)}
      />
      ${n}
    </label>`}choose(e,a,n){let o=this.chosen[e].filter(s=>!a.includes(s));this.chosen={...this.chosen,[e]:n?[...o,...a]:o},this.wrong?.of===e&&(this.wrong=void 0)}cameras({cameras:e}){let{hass:a}=this;if(!e.length)return d`<p>${r(a,"welcome.cameras.none")}</p>
        <a href="/config/integrations/integration/dropcam_privacy">${r(a,"welcome.cameras.settings")}</a>`;let n=e.every(({entity_id:c})=>this.chosen.cameras.includes(c)),o=[...new Set(e.map(({platform:c})=>c))],s=e.map(({entity_id:c})=>c);return d`
      ${e.length>1?d`<button type="button" class="every plain" @click=${()=>this.choose("cameras",s,!n)}>
              ${r(a,n?"welcome.cameras.no_one":"welcome.cameras.all")}
            </button>`:m}
      ${o.map(c=>d`
          ${o.length>1?d`<h3>${c}</h3>`:m}
          ${e.filter(h=>h.platform===c).map(h=>this.choice("cameras",h.entity_id,d`<span class="words">${h.name}<span class="second">${h.entity_id}</span></span>`))}
        `)}
    `}means({people:e}){let{hass:a}=this,{owners:n,viewers:o}=this.answers,s=n.length>0&&!n.includes(a.user?.id??""),c=s?"welcome.means.proposed":"welcome.means.viewers",h=g=>C(a,e.filter(({id:f})=>g.includes(f)).map(({name:f})=>f));return d`<ol>
      <li>
        ${r(a,n.length?"welcome.means.owners":"welcome.means.no_owners",{names:h(n)})}
      </li>
      <li>${r(a,"welcome.means.locked")}</li>
      <li>${r(a,"welcome.means.private")}</li>
      ${o.length?d`<li>${r(a,c,{names:h(o)})}</li>`:m}
      ${s?d`<li>${r(a,"welcome.means.not_you")}</li>`:m}
    </ol>`}get answers(){let{owners:e,viewers:a}=this.chosen;return{...this.chosen,viewers:a.filter(n=>!e.includes(n))}}async again(){let{people:e,cameras:a}=this.options=await tt(this.hass),n=new Set([...e.map(({id:c})=>c),...a.map(({entity_id:c})=>c)]),o=St.find(c=>!this.chosen[c].every(h=>n.has(h))),s=St.map(c=>[c,this.chosen[c].filter(h=>n.has(h))]);return this.chosen=Object.fromEntries(s),o}async send(e){e.preventDefault();let a=this.answers;this.wrong=void 0;let n=["owners","cameras"].find(o=>!a[o].length);if(n)return this.refuse(n,r(this.hass,`welcome.${n}.missing`));this.busy=!0;try{await li(this.hass,a)}catch(o){this.busy=!1;let s=Vs[o.translation_key??""],c=await k(this.hass,o);if(!this.isConnected)return this.toast(c);await this.refuse(s?await this.again()??s:"all",c)}}toast(e){let a={message:e,duration:-1,dismissable:!0};document.querySelector("home-assistant")?.dispatchEvent(new CustomEvent("hass-notification",{detail:a}))}async refuse(e,a){this.wrong={of:e,why:a},await this.updateComplete,St.includes(e)&&this.renderRoot.querySelector(`[name=${e}] input`)?.focus()}};l([p({attribute:!1})],ee.prototype,"hass",2),l([p({attribute:!1})],ee.prototype,"overview",2),l([u()],ee.prototype,"options",2),l([u()],ee.prototype,"chosen",2),l([u()],ee.prototype,"wrong",2),l([u()],ee.prototype,"busy",2);var Gs=(i,t)=>JSON.stringify(i)===JSON.stringify(t),ae=class{constructor(t,e){this.host=t;this.options=e;this.queue=[];this.reasons=new Map}get base(){let t=this.options.heard();return t.of!==this.settled?.of&&(this.settled=void 0),(this.settled??t).value}get value(){return this.queue.reduce((t,e)=>e.apply(t),this.base)}pending(t){return this.queue.some(e=>e.id===t)}why(t){return this.reasons.get(t)}async change(t,e){let a={id:t,apply:e};this.queue.push(a),this.reasons.delete(t),this.host.requestUpdate();let n=this.working,o=(async()=>(await n,this.send(a)))();return this.working=o.then(()=>{}),o}async send(t){let e=t.apply(this.base);try{await this.options.send(e);let{heard:a,said:n}=this.options;return this.settled=Gs(n(e),n(a().value))?void 0:{value:e,of:a().of},!0}catch(a){return this.settled=void 0,this.reasons.set(t.id,await k(this.options.hass(),a)),!1}finally{this.queue.splice(this.queue.indexOf(t),1),this.host.requestUpdate()}}};var Zn=Na(class extends Ne{constructor(i){if(super(i),i.type!==le.PROPERTY&&i.type!==le.ATTRIBUTE&&i.type!==le.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!zn(i))throw Error("`live` bindings can only contain a single expression")}render(i){return i}update(i,[t]){if(t===P||t===m)return t;let e=i.element,a=i.name;if(i.type===le.PROPERTY){if(t===e[a])return P}else if(i.type===le.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(a))return P}else if(i.type===le.ATTRIBUTE&&e.getAttribute(a)===t+"")return P;return Ba(i),t}});var qa=i=>d`
  <div class="toggle">
    <label>
      <span class="words">
        <span class="label">${i.label}</span>
        <span class="second" id="${i.id}-hint">${i.hint}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        name=${i.id}
        aria-label=${i.label}
        aria-describedby="${i.id}-hint"
        aria-busy=${i.pending?"true":"false"}
        .checked=${Zn(i.on)}
        ?disabled=${i.disabled??!1}
        @change=${t=>i.changed(t.target.checked)}
      />
    </label>
    <p class="pending" role="status">${i.pending??m}</p>
    ${i.wrong?d`<p class="wrong" role="alert">${i.wrong}</p>`:m}
  </div>
`,Ka=b`
  .toggle {
    padding: 12px 0;
  }
  .toggle label {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    cursor: pointer;
  }
  .toggle .words > span {
    display: block;
  }
  .toggle input {
    appearance: none;
    flex: none;
    position: relative;
    width: 48px;
    min-height: 28px;
    height: 28px;
    margin: 0;
    padding: 0;
    border: 2px solid var(--secondary-text-color, #5e5e5e);
    border-radius: 14px;
    background: none;
    cursor: pointer;
    transition: background 0.15s;
  }
  .toggle input::before {
    content: "";
    position: absolute;
    top: 4px;
    left: 4px;
    width: 16px;
    height: 16px;
    border-radius: 50%;
    background: var(--secondary-text-color, #5e5e5e);
    transition: left 0.15s;
  }
  .toggle input:checked {
    background: var(--primary-color, #009ac7);
    border-color: var(--primary-color, #009ac7);
  }
  .toggle input:checked::before {
    left: 24px;
    background: #fff;
  }
  .toggle input[aria-busy="true"] {
    opacity: 0.6;
  }
  @media (forced-colors: active) {
    .toggle input {
      appearance: auto;
    }
  }
  .toggle input[disabled] {
    opacity: 0.4;
    cursor: default;
  }
`;var be=class extends w{constructor(){super(...arguments);this.cameras=[];this.changing=new ae(this,{hass:()=>this.hass,heard:()=>({value:this.account.assistants,of:this.account}),send:e=>Yt(this.hass,this.account.id,e),said:e=>e})}static{this.styles=[v,H,Ka,b`
      :host {
        display: grid;
        gap: 12px;
      }
      .card {
        padding: 8px 16px;
      }
      .owners {
        display: flex;
        flex-wrap: wrap;
        gap: 0 24px;
      }
      .owners .person {
        flex-wrap: nowrap;
      }
      .owners .words {
        flex-basis: auto;
      }
      .toggle {
        margin-top: 8px;
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
    `]}render(){let{hass:e,account:a,changing:n}=this,o=n.value;return d`
      ${a.loaded?m:d`<p class="warning">${r(e,"who.not_loaded")}</p>`}
      <div class="card">
        <ul class="owners" aria-label=${r(e,"who.owners")}>
          ${a.owners.map(s=>this.owner(s))}
        </ul>
        <p class="second">${r(e,"who.owners_hint",{count:a.owners.length})}</p>
        ${qa({id:"assistants",label:r(e,"who.assistants"),hint:r(e,"who.assistants_hint"),on:o,pending:n.pending("assistants")?r(e,o?"who.pending":"who.taken"):void 0,wrong:n.why("assistants"),changed:s=>{n.change("assistants",()=>s)}})}
      </div>
      ${j(this.cameras,({id:s})=>s,s=>d`<dropcam-privacy-sharing
            .hass=${e}
            .camera=${s}
            .account=${a}
            .people=${this.people}
            ?open=${this.cameras.length===1}
          ></dropcam-privacy-sharing>`)}
      <dropcam-privacy-same-viewers .hass=${e} .cameras=${this.cameras}></dropcam-privacy-same-viewers>
    `}owner({id:e,name:a}){let{hass:n}=this;return d`<li class="person">
      <dropcam-privacy-person .hass=${n} .user=${e} .name=${a}></dropcam-privacy-person>
      <div class="words">
        <div>${a}</div>
        <div class="second">${r(n,e===n.user?.id?"who.owner_you":"who.owner")}</div>
      </div>
    </li>`}};l([p({attribute:!1})],be.prototype,"hass",2),l([p({attribute:!1})],be.prototype,"account",2),l([p({attribute:!1})],be.prototype,"cameras",2),l([p({attribute:!1})],be.prototype,"people",2);var Ys=["automations","automations_lower","assistants","integrations","ai"],Ee=class extends w{constructor(){super(...arguments);this.changing=new ae(this,{hass:()=>this.hass,heard:()=>({value:this.camera.allow,of:this.camera}),send:e=>Gt(this.hass,this.camera.id,e),said:e=>[...e].sort()})}static{this.styles=[v,H,Ka,b`
      .row + .row {
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
      .note {
        margin-bottom: 12px;
      }
    `]}render(){return d`${Ys.map(e=>this.row(e))}`}row(e){let{hass:a,changing:n}=this,o=n.value.includes(e);return d`<div class="row">
      ${qa({id:e,label:r(a,`who.allow.${e}`),hint:r(a,`who.allow.${e}_hint`),on:o,pending:n.pending(e)?r(a,o?"who.pending":"who.taken"):void 0,wrong:n.why(e),changed:s=>{n.change(e,c=>[...c.filter(h=>h!==e),...s?[e]:[]])}})}
      ${e==="assistants"&&o&&!this.account.assistants?d`<p class="note">${r(a,"who.assistants_blocked")}</p>`:m}
      ${e==="automations_lower"&&this.camera.allow.includes(e)?d`<dropcam-privacy-lowerers .hass=${a} .camera=${this.camera}></dropcam-privacy-lowerers>`:m}
    </div>`}};l([p({attribute:!1})],Ee.prototype,"hass",2),l([p({attribute:!1})],Ee.prototype,"camera",2),l([p({attribute:!1})],Ee.prototype,"account",2);var te=class extends w{constructor(){super(...arguments);this.busy="";this.wrong=""}static{this.styles=[v,H,b`
      :host {
        display: block;
        margin: 0 0 16px;
        padding: 12px 16px;
        border-radius: 12px;
        border: 1px solid var(--divider-color, #e0e0e0);
      }
      h4 {
        margin: 0;
        font-size: inherit;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 16px;
        min-height: 48px;
        overflow-wrap: anywhere;
      }
    `]}willUpdate(e){let a=e.get("camera");e.has("camera")&&a?.entity_id!==this.camera.entity_id&&this.load()}async list(){let{entity_id:e}=this.camera,a="list_lowering_automations",{response:n}=await this.hass.callService("dropcam_privacy",a,{},{entity_id:e},!1,!0);return n[e]??{chosen:[],stopped:[]}}async load(){if(this.camera.entity_id)try{this.lowering=await this.list(),this.wrong=""}catch(e){this.wrong=await k(this.hass,e)}}async choose(e,a){this.busy=e.id||e.entity_id,this.wrong="";try{let{chosen:n,stopped:o}=await this.list(),s=new Set(o.map(({entity_id:f})=>f)),h=[...n.map(({entity_id:f})=>f).filter(f=>f&&!s.has(f)).filter(f=>f!==e.entity_id),...a?[e.entity_id]:[]],{entity_id:g}=this.camera;await this.hass.callService("dropcam_privacy","set_sharing",{lowerers:h},{entity_id:g},!1),await this.load()}catch(n){this.wrong=await k(this.hass,n)}finally{this.busy=""}}async ask(e){this.asked=e,await this.updateComplete,await this.renderRoot.querySelector("dropcam-privacy-confirm")?.ask()&&await this.choose(e,!0)}render(){let{hass:e,lowering:a}=this,n=new Set(a?.stopped.map(({entity_id:s})=>s)),o=a?.chosen.filter(({entity_id:s})=>!n.has(s))??[];return d`
      ${a?d`
              <h4>${r(e,"who.lower.chosen")}</h4>
              ${o.length?d`<ul>
                      ${o.map(s=>this.row(s,!1))}
                    </ul>`:d`<p class="second">${r(e,"who.lower.none")}</p>`}
              ${a.stopped.length?d`<h4>${r(e,"who.lower.stopped")}</h4>
                      <ul>
                        ${a.stopped.map(s=>this.row(s,!0))}
                      </ul>`:m}
            `:m}
      ${this.wrong?d`<p class="wrong" role="alert">${this.wrong}</p>
            <button class="plain again" @click=${this.load}>${r(e,"who.again")}</button>`:m}
      <dropcam-privacy-confirm
        .hass=${e}
        .heading=${r(e,"who.lower.heading",{name:this.asked?.name??""})}
        .action=${r(e,"who.lower.choose")}
      >
        ${r(e,"who.lower.warning",{camera:this.camera.name})}
      </dropcam-privacy-confirm>
    `}row(e,a){let{hass:n}=this,o=e.name||e.entity_id||r(n,"who.lower.gone"),s=this.busy!==""&&this.busy===(e.id||e.entity_id),c=a?e.id&&e.entity_id?d`<button class="choose" ?disabled=${s} @click=${()=>this.ask({...e,name:o})}>
            ${r(n,"who.lower.choose")}
          </button>`:d`<span class="second">${r(n,"who.lower.no_id")}</span>`:d`<button
          class="unchoose"
          ?disabled=${s}
          aria-label=${r(n,"who.remove_name",{name:o})}
          @click=${()=>this.choose(e,!1)}
        >
          ${r(n,"who.remove")}
        </button>`;return d`<li><span>${o}</span>${c}</li>`}};l([p({attribute:!1})],te.prototype,"hass",2),l([p({attribute:!1})],te.prototype,"camera",2),l([u()],te.prototype,"lowering",2),l([u()],te.prototype,"asked",2),l([u()],te.prototype,"busy",2),l([u()],te.prototype,"wrong",2);var Js={lock:{locked:!0,taken_over:!1},release:{locked:!1,taken_over:!1},take_over:{locked:!0,taken_over:!0},give_back:{locked:!0,taken_over:!1}},Ce=class extends w{constructor(){super(...arguments);this.way="release";this.changing=new ae(this,{hass:()=>this.hass,heard:()=>({value:this.camera.original,of:this.camera}),send:async e=>e?Qt(this.hass,this.camera.id,e.locked,e.taken_over):null,said:e=>[e?.locked,e?.taken_over]})}static{this.styles=[v,H,b`
      .buttons {
        margin-top: 12px;
      }
    `]}render(){let e=this.changing.value;if(!e)return m;let{hass:a,changing:n}=this,o=n.pending("original"),s=e.locked?["release",e.taken_over?"give_back":"take_over"]:["lock"],c=n.why("original");return d`
      ${this.state(e,o)}
      <div class="buttons">
        ${s.map(h=>d`<button class=${h} ?disabled=${o} @click=${()=>this.go(h)}>
              ${r(a,`who.original.${h}`)}
            </button>`)}
      </div>
      <p class="pending" role="status">${o?r(a,"who.pending"):m}</p>
      ${c?d`<p class="wrong" role="alert">${c}</p>`:m}
      <dropcam-privacy-confirm
        .hass=${a}
        .heading=${r(a,`who.original.${this.way}_heading`)}
        .action=${r(a,`who.original.${this.way}`)}
      >
        ${r(a,`who.original.${this.way}_means`,this.names(e))}
      </dropcam-privacy-confirm>
    `}names(e){return{original:e.name||e.entity_id,id:e.entity_id,camera:this.camera.name}}state(e,a){let{hass:n}=this,o=this.names(e);return e.locked?!e.closed&&!a?d`<p class="wrong">${r(n,"who.original.is_not_closed",o)}</p>`:d`<p>
      ${r(n,e.entity_id?"who.original.is_locked":"who.original.is_gone",o)}
      ${e.taken_over?r(n,"who.original.is_taken_over",{id:this.camera.entity_id}):m}
    </p>`:d`<p class="warning">${r(n,"who.original.is_open",o)}</p>`}async go(e){e!=="lock"&&(this.way=e,await this.updateComplete,!await this.renderRoot.querySelector("dropcam-privacy-confirm")?.ask())||await this.changing.change("original",a=>a&&{...a,...Js[e]})}};l([p({attribute:!1})],Ce.prototype,"hass",2),l([p({attribute:!1})],Ce.prototype,"camera",2),l([u()],Ce.prototype,"way",2);var Xn=i=>i.map(({id:t,times:e})=>({user:t,times:e})),Ht=(i,t,e)=>Vt(i,t,Xn(e)),R=class extends w{constructor(){super(...arguments);this.owners=[];this.chosen="";this.start=null;this.value=null;this.done="";this.changing=new ae(this,{hass:()=>this.hass,heard:()=>({value:this.camera.viewers,of:this.camera}),send:e=>Ht(this.hass,this.camera.id,e),said:e=>Xn([...e].sort((a,n)=>a.id<n.id?-1:1))})}static{this.styles=[v,H,b`
      form {
        display: grid;
        gap: 12px;
        margin: 8px 0;
        padding: 16px;
        border-radius: 12px;
        border: 1px solid var(--divider-color, #e0e0e0);
      }
      .add {
        margin-top: 8px;
      }
      .name {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      select {
        width: 100%;
        max-width: 360px;
        text-overflow: ellipsis;
      }
      .field > span {
        display: block;
        margin-bottom: 4px;
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}willUpdate(){let e=this.candidates(this.changing.value);this.chosen&&!e.some(({id:a})=>a===this.chosen)&&(this.chosen="")}updated(){let e=this.renderRoot.querySelector("select");e&&(e.value=this.chosen)}render(){let{hass:e}=this,a=this.changing.value,n=(this.people??[]).filter(({id:o})=>this.changing.why(o)&&!a.some(s=>s.id===o));return d`
      ${a.length?d`<ul>
              ${j(a,({id:o})=>o,o=>this.row(o))}
            </ul>`:d`<p class="second">${r(e,"who.nobody")}</p>`}
      ${n.map(({id:o,name:s})=>d`<p class="wrong" role="alert">
            ${r(e,"who.not_let_in",{name:s,why:this.changing.why(o)??""})}
          </p>`)}
      ${this.editing===""?this.adding(a):this.adder(a)}
      <p class="pending" role="status">${this.done}</p>
    `}row(e){let{hass:a}=this,{id:n,name:o}=e,s=this.changing.pending(n),c=this.changing.why(n),h=this.editing===n;return d`<li data-user=${n}>
      <div class="person" aria-busy=${s?"true":"false"}>
        <dropcam-privacy-person .hass=${a} .user=${n} .name=${o}></dropcam-privacy-person>
        <div class="words">
          <div class="name">${o}</div>
          <div class="second">${We(a,e.times)}</div>
          ${s?d`<div class="pending">${r(a,"who.pending")}</div>`:e.now?m:d`<div class="second">${r(a,"who.not_now")}</div>`}
        </div>
        <div class="buttons">
          <button
            class="times"
            aria-expanded=${h?"true":"false"}
            aria-label=${r(a,"who.times_of",{name:o})}
            @click=${()=>h?this.close():this.edit(n,e.times)}
          >
            ${r(a,"who.times.button")}
          </button>
          <button
            class="remove"
            aria-label=${r(a,"who.remove_name",{name:o})}
            @click=${()=>this.putOut(e)}
          >
            ${r(a,"who.remove")}
          </button>
        </div>
      </div>
      ${c?d`<p class="wrong" role="alert">${c}</p>`:m} ${h?this.editor(e):m}
    </li>`}editor(e){return d`<form @submit=${a=>this.save(a,e)}>
      ${this.times()} ${this.ends(r(this.hass,"who.save"),this.value!==void 0)}
    </form>`}adder(e){return this.people?this.candidates(e).length?d`<button class="add" @click=${()=>this.edit("",null)}>${r(this.hass,"who.add")}</button>`:d`<p class="second">${r(this.hass,"who.nobody_else")}</p>`:m}adding(e){let{hass:a}=this,n=o=>this.chosen=o.target.value;return d`<form @submit=${o=>this.add(o)}>
      <label class="field">
        <span>${r(a,"who.whom")}</span>
        <select name="person" required @change=${n}>
          <option value="">${r(a,"who.choose")}</option>
          ${this.candidates(e).map(({id:o,name:s})=>d`<option value=${o}>${s}</option>`)}
        </select>
      </label>
      ${this.times()} ${this.ends(r(a,"who.let_in"),this.value!==void 0&&this.chosen!=="")}
    </form>`}times(){let e=a=>this.value=a.target.value;return d`<dropcam-privacy-times
      .hass=${this.hass}
      .times=${this.start}
      @changed=${e}
    ></dropcam-privacy-times>`}ends(e,a){return d`<div class="buttons">
      <button class="main" ?disabled=${!a}>${e}</button>
      <button type="button" class="cancel" @click=${()=>this.close()}>${r(this.hass,"who.cancel")}</button>
    </div>`}candidates(e){let a=new Set([...this.owners,...e].map(({id:n})=>n));return(this.people??[]).filter(({id:n})=>!a.has(n))}edit(e,a,n=""){this.editing=e,this.chosen=n,this.value=this.start=a,this.done="",e===""&&this.focusOn("select")}close(){let e=this.editing;this.editing=void 0,this.focusOn(e?`[data-user="${CSS.escape(e)}"] .times`:".add")}async focusOn(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}async add(e){e.preventDefault();let a=this.people?.find(({id:h})=>h===this.chosen),n=this.value;if(!a||n===void 0)return;let{id:o,name:s}=a,c={id:o,name:s,times:n,now:!0};this.close(),this.done="",await this.changing.change(o,h=>[...h.filter(g=>g.id!==o),c])?this.done=r(this.hass,"who.was_let_in",{name:s}):this.editing===void 0&&this.edit("",n,o)}async save(e,{id:a}){e.preventDefault();let n=this.value;if(n===void 0)return;this.close(),this.done="";let o=s=>s.id===a?{...s,times:n}:s;await this.changing.change(a,s=>s.map(o))?this.done=r(this.hass,"who.saved"):this.editing===void 0&&this.edit(a,n)}async putOut({id:e,name:a}){this.editing===e&&(this.editing=void 0),this.done="";let n=this.changing.change(e,o=>o.filter(s=>s.id!==e));this.focusOn(".add"),await n&&(this.done=r(this.hass,"who.was_removed",{name:a}))}};l([p({attribute:!1})],R.prototype,"hass",2),l([p({attribute:!1})],R.prototype,"camera",2),l([p({attribute:!1})],R.prototype,"owners",2),l([p({attribute:!1})],R.prototype,"people",2),l([u()],R.prototype,"editing",2),l([u()],R.prototype,"chosen",2),l([u()],R.prototype,"start",2),l([u()],R.prototype,"value",2),l([u()],R.prototype,"done",2);var F=class extends w{constructor(){super(...arguments);this.cameras=[];this.model="";this.busy=!1;this.done="";this.wrong=[]}static{this.styles=[v,H,b`
      select {
        max-width: 100%;
      }
      label > span {
        display: block;
        margin-bottom: 4px;
      }
      .means {
        display: grid;
        gap: 8px;
        margin-top: 16px;
      }
    `]}get source(){return this.cameras.find(({id:e})=>e===this.model)??this.cameras[0]}updated(){let e=this.renderRoot.querySelector("select");e&&this.source&&(e.value=this.source.id)}render(){let{hass:e,source:a}=this;if(!a||this.cameras.length<2)return m;let n=o=>this.model=o.target.value;return d`
      <button class="same" ?disabled=${this.busy} @click=${this.ask}>${r(e,"who.same.button")}</button>
      <p class="pending" role="status">${this.busy?r(e,"who.pending"):this.done||m}</p>
      ${this.wrong.map(o=>d`<p class="wrong" role="alert">${o}</p>`)}
      <dropcam-privacy-confirm
        .hass=${e}
        .heading=${r(e,"who.same.heading")}
        .action=${r(e,"who.same.do",{count:this.cameras.length})}
      >
        <label>
          <span>${r(e,"who.same.like")}</span>
          <select name="model" @change=${n}>
            ${this.cameras.map(({id:o,name:s})=>d`<option value=${o}>${s}</option>`)}
          </select>
        </label>
        <div class="means">${this.means(a)}</div>
      </dropcam-privacy-confirm>
    `}means(e){let{hass:a}=this,n=e.viewers.map(({name:c})=>c),o=new Set(e.viewers.map(({id:c})=>c)),s=new Map(this.cameras.flatMap(({viewers:c})=>c.filter(({id:h})=>!o.has(h)).map(({id:h,name:g})=>[h,g])));return d`
      <p>${n.length?r(a,"who.same.these",{names:C(a,n)}):r(a,"who.same.nobody")}</p>
      ${s.size?d`<p>${r(a,"who.same.not",{names:C(a,[...s.values()])})}</p>`:m}
    `}async ask(){if(this.done="",this.wrong=[],!await this.dialog.ask())return;let{hass:e,source:a}=this;if(!a)return;this.busy=!0;let{viewers:n}=a,o=this.cameras.filter(({id:c})=>c!==a.id),s=await Promise.all(o.map(async({id:c,name:h})=>{try{await Ht(e,c,n);return}catch(g){return r(e,"who.same.failed",{camera:h,why:await k(e,g)})}}));this.wrong=s.filter(c=>c!==void 0),this.wrong.length||(this.done=r(e,"who.same.done")),this.busy=!1}};l([p({attribute:!1})],F.prototype,"hass",2),l([p({attribute:!1})],F.prototype,"cameras",2),l([u()],F.prototype,"model",2),l([u()],F.prototype,"busy",2),l([u()],F.prototype,"done",2),l([u()],F.prototype,"wrong",2),l([E("dropcam-privacy-confirm")],F.prototype,"dialog",2);var Qs=(i,t,e)=>{let a=t.viewers.map(({name:o})=>o),n=t.allow.length?"_programs":"";return a.length?a.length>3?r(i,`who.sum.many${n}`,{count:a.length}):r(i,`who.sum.people${n}`,{names:C(i,a)}):r(i,n?"who.sum.programs":e>1?"who.sum.owners":"who.sum.you")},he=class extends w{constructor(){super(...arguments);this.open=!1}static{this.styles=[v,H,b`
      :host {
        display: block;
      }
      h3 {
        margin: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 16px;
        width: 100%;
        min-height: 72px;
        padding: 12px 16px;
        border: none;
        border-radius: var(--ha-card-border-radius, 12px);
        text-align: start;
        font-weight: var(--ha-font-weight-normal, 400);
      }
      .head:focus-visible {
        outline-offset: -2px;
      }
      .head > span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .head .name {
        display: block;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .head .second {
        display: block;
        font-size: var(--ha-font-size-m, 14px);
      }
      svg {
        flex: none;
        width: 24px;
        height: 24px;
        fill: currentColor;
        transition: transform 0.15s;
      }
      [aria-expanded="true"] svg {
        transform: rotate(180deg);
      }
      .head > .private {
        flex: none;
        padding: 2px 12px;
        border-radius: 12px;
        font-size: var(--ha-font-size-m, 14px);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 16%, transparent);
      }
      .body {
        padding: 0 16px 16px;
      }
      section {
        padding-top: 16px;
      }
      section + section {
        margin-top: 16px;
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
      h4 {
        margin: 0 0 4px;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}render(){let{hass:e,camera:a,open:n}=this;return d`
      <div class="card">
        <h3>
          <button
            class="head"
            aria-expanded=${n?"true":"false"}
            aria-controls="body"
            @click=${()=>this.open=!n}
          >
            <span>
              <span class="name">${a.name}</span>
              <span class="second">${Qs(e,a,this.account.owners.length)}</span>
            </span>
            ${a.private?d`<span class="private">${r(e,"who.private")}</span>`:m}
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7.4 8.6 12 13.2l4.6-4.6L18 10l-6 6-6-6z" /></svg>
          </button>
        </h3>
        <div class="body" id="body" ?hidden=${!n}>${n?this.body():m}</div>
      </div>
    `}body(){let{hass:e,camera:a,account:n}=this;return d`
      ${a.private?d`<p class="note">${r(e,"who.private_now")}</p>`:m}
      <section>
        <h4>${r(e,"who.people")}</h4>
        <p class="second">${r(e,"who.people_hint")}</p>
        <dropcam-privacy-viewers
          .hass=${e}
          .camera=${a}
          .owners=${n.owners}
          .people=${this.people}
        ></dropcam-privacy-viewers>
      </section>
      <section>
        <h4>${r(e,"who.programs")}</h4>
        <p class="second">${r(e,"who.programs_hint")}</p>
        <dropcam-privacy-allowances .hass=${e} .camera=${a} .account=${n}></dropcam-privacy-allowances>
      </section>
      ${a.original?d`<section>
              <h4>${r(e,"who.original.title")}</h4>
              <dropcam-privacy-original .hass=${e} .camera=${a}></dropcam-privacy-original>
            </section>`:m}
    `}};l([p({attribute:!1})],he.prototype,"hass",2),l([p({attribute:!1})],he.prototype,"camera",2),l([p({attribute:!1})],he.prototype,"account",2),l([p({attribute:!1})],he.prototype,"people",2),l([p({type:Boolean})],he.prototype,"open",2);var eo=[0,1,2,3,4,5,6],q=class extends w{constructor(){super(...arguments);this.times=null;this.limited=!1;this.days=eo;this.from="";this.to="";this.until="";this.told=""}static{this.styles=[v,H,b`
      .limits {
        display: grid;
        gap: 16px;
        margin: 12px 0;
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 40px;
        cursor: pointer;
      }
      input[type="radio"] {
        width: 20px;
        height: 20px;
        min-height: 0;
        margin: 0;
        accent-color: var(--primary-color, #009ac7);
      }
      legend,
      .field > span {
        display: block;
        margin-bottom: 4px;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .days {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .days button {
        min-width: 48px;
        padding: 0 8px;
      }
      .days button[aria-pressed="true"] {
        color: var(--primary-text-color, #141414);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 24%, transparent);
        border-color: var(--primary-color, #009ac7);
      }
      .fields {
        display: flex;
        flex-wrap: wrap;
        gap: 16px;
      }
      .field input {
        min-width: 112px;
      }
    `]}get zone(){return this.times?.zone??this.hass.config.time_zone}willUpdate(e){if(!e.has("times"))return;this.limited=this.times!==null,this.days=this.times?.weekdays??eo;let a=this.times?.from!==void 0||this.times?.to!==void 0;this.from=a?this.times?.from??"00:00":"",this.to=a?(this.times?.to??"24:00").replace("24:00","00:00"):"",this.until=this.times?.until??""}get wrong(){if(!this.limited)return;if(!this.days.length)return"who.times.no_days";if(this.from&&this.from===this.to&&this.from!=="00:00")return"who.times.same";if(this.until&&this.until<$t(this.zone))return"who.times.over";let e=this.entered;return e.weekdays??e.from??e.until?void 0:"who.times.nothing"}get value(){return this.wrong?void 0:this.limited?this.entered:null}get entered(){let e=this.from||"00:00",a=this.to&&this.to!=="00:00"?this.to:"24:00",n=e==="00:00"&&a==="24:00";return{...this.days.length<7?{weekdays:[...this.days].sort()}:{},...n?{}:{from:e,to:a},...this.until?{until:this.until}:{},zone:this.zone}}updated(){let e=JSON.stringify([this.value]);e!==this.told&&(this.told=e,this.dispatchEvent(new CustomEvent("changed")))}render(){return d`
      <fieldset>
        <legend>${r(this.hass,"who.times.when")}</legend>
        ${this.choice(!1,"who.times.always")} ${this.choice(!0,"who.times.limited")}
      </fieldset>
      ${this.limited?this.limits():m}
    `}choice(e,a){return d`<label class="choice">
      <input
        type="radio"
        name="limited"
        .checked=${this.limited===e}
        @change=${()=>this.limited=e}
      />
      ${r(this.hass,a)}
    </label>`}limits(){let{hass:e,wrong:a}=this;return d`
      <div class="limits">
        <div role="group" aria-labelledby="days" class="field">
          <span id="days">${r(e,"who.times.days")}</span>
          <div class="days">${Fa(e).map(n=>this.day(n))}</div>
        </div>
        <div class="fields">
          ${this.field("from","time")} ${this.field("to","time")} ${this.field("until","date")}
        </div>
        <p class="second">${r(e,"who.times.zone",{zone:Kn(e,this.zone)})}</p>
        <p class=${a?"wrong":"note"} role="status">
          ${a?r(e,a):We(e,this.entered)}
        </p>
      </div>
    `}day(e){let a=this.days.includes(e),n=()=>this.days=a?this.days.filter(o=>o!==e):[...this.days,e];return d`<button
      type="button"
      aria-pressed=${a?"true":"false"}
      aria-label=${xt(this.hass,e,"long")}
      @click=${n}
    >
      ${xt(this.hass,e,"short")}
    </button>`}field(e,a){let n=o=>this[e]=o.target.value;return d`<label class="field">
      <span>${r(this.hass,`who.times.${e}`)}</span>
      <input
        type=${a}
        name=${e}
        min=${e==="until"?$t(this.zone):m}
        .value=${this[e]}
        @input=${n}
      />
    </label>`}};l([p({attribute:!1})],q.prototype,"hass",2),l([p({attribute:!1})],q.prototype,"times",2),l([u()],q.prototype,"limited",2),l([u()],q.prototype,"days",2),l([u()],q.prototype,"from",2),l([u()],q.prototype,"to",2),l([u()],q.prototype,"until",2);_("dropcam-privacy-account-sharing",be);_("dropcam-privacy-allowances",Ee);_("dropcam-privacy-confirm",Z);_("dropcam-privacy-lowerers",te);_("dropcam-privacy-original",Ce);_("dropcam-privacy-person",X);_("dropcam-privacy-same-viewers",F);_("dropcam-privacy-sharing",he);_("dropcam-privacy-times",q);_("dropcam-privacy-viewers",R);var ve=class extends w{constructor(){super(...arguments);this.wrong=""}static{this.styles=[v,H,b`
      :host {
        display: grid;
        gap: 16px;
        max-width: 840px;
        margin: 0 auto;
      }
    `]}connectedCallback(){super.connectedCallback(),this.load()}async load(){this.wrong="";try{this.people=await va(this.hass)}catch(e){this.wrong=await k(this.hass,e)}}render(){let{hass:e,overview:a}=this,n=a.cameras.filter(s=>s.role==="owner"),o=a.accounts.filter(({id:s})=>n.some(({account:c})=>c===s));return d`
      ${this.wrong?d`<div class="wrong" role="alert">
              <p>${r(e,"who.no_people",{why:this.wrong})}</p>
              <button class="plain again" @click=${this.load}>${r(e,"who.again")}</button>
            </div>`:m}
      ${o.length?m:d`<p class="second">${r(e,"who.no_cameras")}</p>`}
      ${j(o,({id:s})=>s,s=>this.account(s,n))}
    `}account(e,a){return d`
      <h2>${e.name}</h2>
      <dropcam-privacy-account-sharing
        .hass=${this.hass}
        .account=${e}
        .cameras=${a.filter(n=>n.account===e.id)}
        .people=${this.people}
      ></dropcam-privacy-account-sharing>
    `}};l([p({attribute:!1})],ve.prototype,"hass",2),l([p({attribute:!1})],ve.prototype,"overview",2),l([u()],ve.prototype,"people",2),l([u()],ve.prototype,"wrong",2);var ao=b`
  :host {
    display: block;
    min-height: 100vh;
    background: var(--primary-background-color, #fafafa);
  }
  .top {
    position: sticky;
    top: 0;
    z-index: 10;
    background: var(--app-header-background-color, var(--primary-color, #009ac7));
    color: var(--app-header-text-color, #fff);
    border-bottom: var(--app-header-border-bottom, none);
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: var(--header-height, 56px);
    padding: 0 20px;
  }
  :host([narrow]) header {
    padding: 0 12px;
  }
  header h1 {
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 1.4;
  }
  .menu {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 40px;
    padding: 0;
    border: none;
    color: inherit;
  }
  nav {
    display: flex;
    overflow-x: auto;
    scrollbar-width: none;
    padding: 0 12px;
  }
  nav a {
    display: flex;
    align-items: center;
    flex: none;
    min-height: 48px;
    padding: 2px 12px 0;
    border-bottom: 2px solid transparent;
    color: inherit;
    text-decoration: none;
    white-space: nowrap;
  }
  nav a[aria-current] {
    border-bottom-color: currentColor;
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .top :focus-visible {
    outline-color: currentColor;
    outline-offset: -4px;
    border-radius: 8px;
  }
  .badge {
    min-width: 20px;
    margin-inline-start: 8px;
    padding: 0 6px;
    border-radius: 10px;
    background: var(--app-header-text-color, #fff);
    color: var(--app-header-background-color, var(--primary-color, #009ac7));
    font-size: 12px;
    line-height: 20px;
    text-align: center;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  main {
    max-width: 1200px;
    margin: 0 auto;
    padding: 24px 16px 48px;
    outline: none;
  }
  :host([narrow]) main {
    padding: 16px 12px 48px;
  }
  .banner {
    padding: 12px 20px;
    background: var(--warning-color, #ffa600);
    color: #141414;
  }
  .alone {
    max-width: 560px;
    margin: 48px auto;
    padding: 0 24px;
    text-align: center;
  }
  .alone button {
    margin-top: 16px;
  }
`;var to=["mine","who","waiting","happened","check_up"],ie=class extends w{constructor(){super(...arguments);this.narrow=!1;this.route={prefix:"/dropcam-privacy",path:""};this.why="";this.heard=new Le(this);this.titled=document.title}static{this.styles=[v,ao]}connectedCallback(){super.connectedCallback(),this.titled=document.title}disconnectedCallback(){super.disconnectedCallback(),document.title=this.titled}get tab(){let e=this.route.path.split("/")[1]?.replaceAll("-","_");return to.find(a=>a===e)??"mine"}get waiting(){return this.heard.overview?.accounts.reduce((e,a)=>e+a.waiting,0)??0}shouldUpdate(){return!!this.hass}updated(e){this.isConnected&&this.setTitle();let{error:a}=this.heard;a&&a!==this.asked&&(this.asked=a,k(this.hass,a).then(n=>this.why=n)),!(!this.heard.overview||this.shown===this.tab)&&(this.shown!==void 0&&this.main?.focus({preventScroll:!0}),this.shown=this.tab,this.current?.scrollIntoView?.({block:"nearest",inline:"center"}))}setTitle(){let{hass:e,waiting:a}=this,n=a?r(e,"common.title_waiting",{count:a}):r(e,"common.title");document.title!==n&&(document.title=n)}menu(){this.dispatchEvent(new CustomEvent("hass-toggle-menu",{bubbles:!0,composed:!0}))}render(){let{hass:e,heard:a}=this,{overview:n}=a,o=!e.kioskMode&&(this.narrow||e.dockedSidebar==="always_hidden");return d`
      <div class="top">
        <header>
          ${o?d`<button class="menu" aria-label=${r(e,"common.menu")} @click=${this.menu}>
                ${U("menu")}
              </button>`:m}
          <h1>${r(e,"common.title")}</h1>
        </header>
        ${n?.accounts.length?this.tabs():m}
      </div>
      ${a.connected?m:d`<p class="banner" role="status">${r(e,"common.no_connection")}</p>`}
      ${n?d`<main tabindex="-1">${this.page(n)}</main>`:a.error?this.failed():d`<p class="alone" role="status">${r(e,"common.loading")}</p>`}
    `}failed(){let{hass:e,why:a}=this;return d`<div class="alone">
      <p role="alert">${a?r(e,"common.no_overview",{why:a}):m}</p>
      <button class="main" @click=${()=>this.heard.retry()}>${r(e,"common.retry")}</button>
    </div>`}tabs(){let{hass:e,waiting:a}=this,n=d`<span class="badge" aria-hidden="true">${a}</span>
      <span class="unseen">${r(e,"common.to_answer",{count:a})}</span>`;return d`<nav aria-label=${r(e,"common.pages")}>
      ${to.map(o=>d`<a
          href="${this.route.prefix}/${o.replaceAll("_","-")}"
          aria-current=${this.tab===o?"page":m}
          @click=${me}
          >${r(e,`common.${o}`)}${o==="waiting"&&a?n:m}</a
        >`)}
    </nav>`}page(e){let{hass:a}=this;if(e.may_set_up&&!e.any)return d`<dropcam-privacy-welcome .hass=${a} .overview=${e}></dropcam-privacy-welcome>`;switch(e.accounts.length?this.tab:"mine"){case"mine":return d`<dropcam-privacy-mine .hass=${a} .overview=${e}></dropcam-privacy-mine>`;case"who":return d`<dropcam-privacy-who .hass=${a} .overview=${e}></dropcam-privacy-who>`;case"waiting":return d`<dropcam-privacy-waiting .hass=${a} .overview=${e}></dropcam-privacy-waiting>`;case"happened":return d`<dropcam-privacy-happened .hass=${a} .overview=${e}></dropcam-privacy-happened>`;case"check_up":return d`<dropcam-privacy-check-up .hass=${a} .overview=${e}></dropcam-privacy-check-up>`}}};l([p({attribute:!1})],ie.prototype,"hass",2),l([p({type:Boolean,reflect:!0})],ie.prototype,"narrow",2),l([p({attribute:!1})],ie.prototype,"route",2),l([E("main")],ie.prototype,"main",2),l([E("a[aria-current]")],ie.prototype,"current",2),l([u()],ie.prototype,"why",2);_("dropcam-privacy-last",J);_("dropcam-privacy-menu",pe);_("dropcam-privacy-mosaic",Re);_("dropcam-privacy-scene",Q);_("dropcam-privacy-own-camera",re);_("dropcam-privacy-picture",L);_("dropcam-privacy-seen-camera",Ue);_("dropcam-privacy-switch",He);_("dropcam-privacy-watchers",ce);_("dropcam-privacy-check-up",D);_("dropcam-privacy-happened",M);_("dropcam-privacy-log-chart",ze);_("dropcam-privacy-log-filter",ue);_("dropcam-privacy-log-memory",fe);_("dropcam-privacy-log-rows",Te);_("dropcam-privacy-log-tools",N);_("dropcam-privacy-mine",we);_("dropcam-privacy-waiting",Fe);_("dropcam-privacy-welcome",ee);_("dropcam-privacy-who",ve);_("dropcam-privacy-panel",ie);_(je,G);Qi();
