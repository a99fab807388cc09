import { render } from "preact";
import { App } from "./app.js";
import "./style/base.css";
import "./style/frame.css";
import "./style/start.css";
import "./style/report.css";
import "./style/pictures.css";
import "./style/print.css";

const place = document.getElementById("page");
// In a task of its own: to run the modules, to draw and to lay out together hold the page up for longer than anybody should notice.
if (place !== null) setTimeout(() => render(<App />, place));
