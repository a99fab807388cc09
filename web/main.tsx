import { render } from "preact";
import { App } from "./app.js";
import "./style/base.css";
import "./style/frame.css";
import "./style/start.css";
import "./style/report.css";
import "./style/pictures.css";
import "./style/print.css";

const place = document.getElementById("page");
if (place !== null) render(<App />, place);
