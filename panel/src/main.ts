/** Defines the page's elements, and the card's. */
import { define } from "./define";
import { CheckUpPage } from "./pages/check-up";
import { HappenedPage } from "./pages/happened";
import { MinePage } from "./pages/mine";
import { WaitingPage } from "./pages/waiting";
import { WelcomePage } from "./pages/welcome";
import { WhoPage } from "./pages/who";
import { Panel } from "./panel";

define("dropcam-privacy-check-up", CheckUpPage);
define("dropcam-privacy-happened", HappenedPage);
define("dropcam-privacy-mine", MinePage);
define("dropcam-privacy-waiting", WaitingPage);
define("dropcam-privacy-welcome", WelcomePage);
define("dropcam-privacy-who", WhoPage);
define("dropcam-privacy-panel", Panel);
