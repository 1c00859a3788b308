import { messageOf } from "../api.js";
import { byId } from "../dom.js";
import { keepLive } from "./live.js";
import { keptSession, SecondFactor, signIn } from "./session.js";
import { applyMessage, emptyBoard, layOut, localDay } from "./state.js";
import { announce, drawBoard, showConnection } from "./view.js";

const REDRAW_MS = 30_000; // updates texts like "2 min ago"

let board = emptyBoard;
let newsJob = null;
let live = null;
let drawing = 0;
let ticking = 0;

function draw() {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(() => {
    drawBoard(layOut(board), { ...board, newsJob, now: Date.now() });
    newsJob = null;
  });
}

function take(message) {
  const { board: next, job, stale } = applyMessage(board, message);
  board = next;
  if (job) {
    newsJob = job.id;
    announce(job, board.technicians.get(job.technician_id)?.name);
  }
  if (stale) live?.restart();
  draw();
}

function tick() {
  const isYesterdays = board.date !== "" && board.date !== localDay(Date.now(), board.timezone);
  if (isYesterdays) live?.restart();
  draw();
}

function showBoard(session) {
  byId("sign-in").hidden = true;
  byId("board").hidden = false;
  byId("business").textContent = session.businessName;
  document.title = `${session.businessName} · Dispatch board`;
  board = emptyBoard;
  draw();
  ticking = setInterval(tick, REDRAW_MS);
  const leave = (message) => {
    session.end();
    showSignIn(message);
  };
  live = keepLive(session, {
    onMessage: take,
    onStatus: showConnection,
    onSignedOut: () => leave("Your session has ended. Sign in again."),
    onRefused: (message) => leave(`You do not have access to the dispatch board. ${message}`),
  });
  byId("sign-out").onclick = () => leave("");
}

function showSignIn(message = "") {
  live?.stop();
  live = null;
  clearInterval(ticking);
  byId("board").hidden = true;
  byId("sign-in").hidden = false;
  document.title = "Dispatch board · Truckroll";
  showError(message);
  byId("code").focus();
}

function showError(message) {
  const error = byId("sign-in-error");
  error.textContent = message;
  error.hidden = message === "";
}

/** The text of an error for a person who signs in. */
function explain(error) {
  if (error instanceof SecondFactor) return error.message;
  if (error.status === 401) return "The user name, password or authentication code is wrong.";
  if (error.status === 404 || error.status === 400) return "There is no business with this code.";
  return messageOf(error);
}

byId("sign-in-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const button = form.querySelector("button");
  const { code, username, password, otp } = Object.fromEntries(new FormData(form));
  button.disabled = true;
  showError("");
  try {
    const session = await signIn({ code, username, password, otp });
    form.reset();
    byId("second-factor").hidden = true;
    showBoard(session);
  } catch (error) {
    showError(explain(error));
    if (error instanceof SecondFactor && error.enrolled) {
      byId("second-factor").hidden = false;
      byId("otp").focus();
    }
  } finally {
    button.disabled = false;
  }
});

const kept = keptSession();
if (kept) showBoard(kept);
else showSignIn();
