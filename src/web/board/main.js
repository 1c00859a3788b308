import { messageOf } from "../api.js";
import { byId } from "../dom.js";
import { askToConfirm } from "./confirm-address.js";
import { showConnection } from "./connection.js";
import { localDay } from "./day.js";
import { openDays } from "./days.js";
import { openDrag } from "./drag.js";
import { openFilters } from "./filters.js";
import { openJobDialog } from "./job-dialog.js";
import { openKeyboard } from "./keyboard.js";
import { keepLive } from "./live.js";
import { openMoves } from "./moves.js";
import { openNews } from "./news.js";
import { hideNotice, showNotice } from "./notice.js";
import { openOptimize } from "./optimize.js";
import { drawPositions } from "./positions.js";
import { hasHappened, serverNow, setServerClock } from "./server-clock.js";
import { keptSession } from "./session.js";
import { openSignIn } from "./sign-in-form.js";
import { addBacklog, applyMessage, boardOf, emptyBoard, layOut } from "./state.js";
import { axisOfBoard, drawBoard, showNews } from "./view.js";

const REDRAW_MS = 30_000; // updates texts like "2 min ago"
const RELOAD_MS = 10_000; // shortest time between two reloads of the board
const MAP_MS = 500; // positions of a large crew come faster than anybody reads them

let session = null;
let board = emptyBoard;
let layout = null;
let axis = null;
let routes = null;
let connection = { state: "connecting", heardAt: null };
const changed = new Set();
let live = null;
let drawing = 0;
let mapTimer = 0;
let ticking = 0;
let reloadedAt = 0;
let isLoading = false;
let asking = null; // for the board of another day: `heard` is what the stream tells meanwhile

const table = {
  get: () => board,
  axis: () => axis,
  lanes: () => layout.columns.map(({ technician }) => technician.id),
  set(next) {
    board = next;
    draw();
  },
  take(job) {
    news.isMine(job);
    board = applyMessage(board, { type: "dispatch.answer", data: job }).board;
    draw();
  },
};
const who = () => session;
const filters = openFilters(draw);
const days = openDays((date) => void showDay(date));
const moves = openMoves(table, who);
const dialog = openJobDialog(table, moves, who, filters.zoneName);
const optimize = openOptimize(table, who, (places) => {
  routes = places;
  drawMapSoon();
});
const news = openNews(
  (text) => {
    byId("news").textContent = text;
  },
  ({ id }) => dialog.shows(id) || document.activeElement?.closest?.("[data-job]")?.dataset.job === String(id),
);
openDrag(table, (job, place) => void moves.place(job, place));
openKeyboard(table, moves);

function draw() {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(() => {
    const now = serverNow();
    layout = layOut(board, { ...filters.rules(), now });
    axis = board.date ? axisOfBoard(layout, { ...board, now }) : null;
    days.draw(board);
    drawBoard(layout, { ...board, axis, isLoading, isFiltered: filters.isOn(), now });
    filters.draw(board, layout.found);
    dialog.draw(board);
    showConnection(connection, board.timezone);
    for (const id of changed) showNews(id);
    changed.clear();
    drawMapSoon();
  });
}

function drawMapSoon() {
  if (mapTimer !== 0) return;
  mapTimer = setTimeout(() => {
    mapTimer = 0;
    if (board.date) drawPositions(layout, { positions: board.positions, now: serverNow(), routes });
  }, MAP_MS);
}

function reload() {
  if (Date.now() - reloadedAt < RELOAD_MS) return;
  reloadedAt = Date.now();
  live?.restart();
}

/** The stream begins with today's board, and tells of the jobs of all days. */
function takeSnapshot({ data }) {
  if (data.now) setServerClock(data.now);
  const wanted = days.wanted();
  if (wanted === null || wanted === data.date) return true;
  board = { ...board, timezone: data.timezone };
  void showDay(wanted);
  return false;
}

/** Loads the board of a day, null: of today; what the stream tells meanwhile comes on top of it. */
async function showDay(date) {
  const mine = { heard: [] };
  asking = mine;
  try {
    const day = date ?? localDay(serverNow(), board.timezone);
    const data = await session.request("GET", `/admin/dispatch/board?date=${day}`);
    if (asking !== mine) return;
    const { pending, activity } = board;
    board = mine.heard.reduce((next, message) => applyMessage(next, message).board, {
      ...boardOf(data),
      pending,
      activity,
    });
  } catch (error) {
    if (asking !== mine) return;
    days.giveUp();
    showNotice(messageOf(error), { isRefusal: true });
    if (!board.date) live?.restart();
  }
  asking = null;
  draw();
}

function take(message) {
  if (message.occurred_at && hasHappened(message.occurred_at)) tick();
  if (message.type === "snapshot") {
    if (!takeSnapshot(message)) return;
    asking = null;
  }
  asking?.heard.push(message);
  const { board: next, job, stale } = applyMessage(board, message);
  board = next;
  if (job) {
    changed.add(job.id);
    news.hear(job, board.technicians.get(job.technician_id)?.name);
  }
  if (stale) reload();
  if (message.type === "technician.location") drawMapSoon();
  else draw();
}

/** Loads the next page of the backlog. Without an answer the button stays, and may be pressed again. */
async function loadMore() {
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
  const today = board.date === "" ? "" : localDay(serverNow(), board.timezone);
  if (today !== board.today) {
    board = { ...board, today };
    if (days.wanted() === null) reload();
  }
  draw();
}

function showBoard(signedIn) {
  session = signedIn;
  byId("sign-in").hidden = true;
  byId("board").hidden = false;
  byId("business").textContent = session.businessName;
  document.title = `${session.businessName} · Dispatch board`;
  board = emptyBoard;
  asking = null;
  moves.forget();
  news.forget();
  hideNotice();
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
  byId("waiting").onclick = ({ target }) => target.closest("#more") && loadMore();
  void askToConfirm(session);
  void loadZones(session);
  byId("sign-out").onclick = () => leave("");
}

/** Without names of zones the board shows their numbers. */
async function loadZones(signedIn) {
  const page = await signedIn.request("GET", "/admin/service-zones?limit=200").catch(() => null);
  if (page && signedIn === session) filters.setZones(page.items);
}

function showSignIn(message = "") {
  live?.stop();
  live = null;
  clearInterval(ticking);
  cancelAnimationFrame(drawing);
  dialog.close();
  optimize.close();
  byId("board").hidden = true;
  byId("sign-in").hidden = false;
  document.title = "Dispatch board · Truckroll";
  signIn.show(message);
}

const signIn = openSignIn(showBoard);
const kept = keptSession();
if (kept) showBoard(kept);
else showSignIn();
