import { byId } from "../dom.js";
import { askToConfirm } from "./confirm-address.js";
import { openJobDialog } from "./job-dialog.js";
import { keepLive } from "./live.js";
import { keptSession } from "./session.js";
import { openSignIn } from "./sign-in-form.js";
import { addBacklog, applyMessage, emptyBoard, layOut, localDay } from "./state.js";
import { announce, drawBoard, showConnection } from "./view.js";

const REDRAW_MS = 30_000; // updates texts like "2 min ago"
const RELOAD_MS = 10_000; // shortest time between two reloads of the board

let board = emptyBoard;
let connection = { state: "connecting", heardAt: null };
let newsJob = null;
let live = null;
let drawing = 0;
let ticking = 0;
let reloadedAt = 0;
let isLoading = false;

const dialog = openJobDialog();

function draw() {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(() => {
    drawBoard(layOut(board), { ...board, newsJob, isLoading, now: Date.now() });
    dialog.draw(board);
    showConnection(connection, board.timezone);
    newsJob = null;
  });
}

function reload() {
  if (Date.now() - reloadedAt < RELOAD_MS) return;
  reloadedAt = Date.now();
  live?.restart();
}

function take(message) {
  const { board: next, job, stale } = applyMessage(board, message);
  board = next;
  if (job) {
    newsJob = job.id;
    announce(job, board.technicians.get(job.technician_id)?.name);
  }
  if (stale) reload();
  draw();
}

/** Loads the next page of the backlog. Without an answer the button stays, and may be pressed again. */
async function loadMore(session) {
  const { cursor } = board.rest;
  if (isLoading || !cursor) return;
  isLoading = true;
  draw();
  const query = new URLSearchParams({ sort: "scheduled_start", limit: "200", cursor });
  const page = await session.request("GET", `/admin/dispatch?${query}`).catch(() => null);
  isLoading = false;
  if (page && board.rest.cursor === cursor) board = addBacklog(board, page); // a new snapshot has a rest of its own
  draw();
}

function tick() {
  const isYesterdays = board.date !== "" && board.date !== localDay(Date.now(), board.timezone);
  if (isYesterdays) reload();
  draw();
}

function showBoard(session) {
  byId("sign-in").hidden = true;
  byId("board").hidden = false;
  byId("business").textContent = session.businessName;
  document.title = `${session.businessName} · Dispatch board`;
  board = emptyBoard;
  ticking = setInterval(tick, REDRAW_MS);
  const leave = (message) => {
    session.end();
    showSignIn(message);
  };
  live = keepLive(session, {
    onMessage: take,
    onStatus: (status) => {
      connection = status;
      showConnection(connection, board.timezone); // at once: a hidden page draws nothing
    },
    onSignedOut: () => leave("Your session has ended. Sign in again."),
    onRefused: (message) => leave(`You do not have access to the dispatch board. ${message}`),
  });
  byId("waiting").onclick = ({ target }) => target.closest("#more") && loadMore(session);
  void askToConfirm(session);
  byId("sign-out").onclick = () => leave("");
}

function showSignIn(message = "") {
  live?.stop();
  live = null;
  clearInterval(ticking);
  cancelAnimationFrame(drawing);
  dialog.close();
  byId("board").hidden = true;
  byId("sign-in").hidden = false;
  document.title = "Dispatch board · Truckroll";
  signIn.show(message);
}

const signIn = openSignIn(showBoard);
const kept = keptSession();
if (kept) showBoard(kept);
else showSignIn();
