import {
    Component,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { View } from "@web/views/view";

import { formatMinute, getReasons, getWarnings } from "./reasons";

const STEP = 15; // minutes that a drop snaps to
const MODEL = "aftersales.day.board";

/**
 * Day board 派工看板: technicians by hours, calls nobody has yet on top.
 *
 * Positions are minutes of the company's day, as the server sends them (`get_day_board`).
 */
export class DayBoard extends Component {
    static template = "aftersales_service.DayBoard";
    static components = { View };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.state = useState({
            board: false,
            day: false,
            dragged: false,
            over: false,
            selected: false,
            assigning: false,
            opened: false,
            unit: false,
            units: [],
            said: "",
        });
        const bus = useService("bus_service");
        this.onNews = () => this.reload();
        bus.subscribe("aftersales_day_board", this.onNews);
        onWillUnmount(() => bus.unsubscribe("aftersales_day_board", this.onNews));
        // On the window and first of all: keys work wherever the focus is, and no hotkey
        // of the web client takes Escape or A away.
        useExternalListener(window, "keydown", this.onKeydown, { capture: true });
        onWillStart(async () => {
            this.state.units = await this.orm.searchRead("aftersales.unit", [], ["complete_name"]);
            await this.reload();
        });
    }

    get board() {
        return this.state.board;
    }

    async reload() {
        const wanted = [this.state.day, this.state.unit];
        const board = await this.orm.call(MODEL, "get_day_board", wanted);
        // An answer that is slower than the next question is for another day.
        if (wanted[0] === this.state.day && wanted[1] === this.state.unit) {
            this.state.board = board;
        }
    }

    async goTo(day) {
        this.state.day = day;
        this.state.selected = false;
        await this.reload();
    }

    async turn(days) {
        const [year, month, date] = this.board.day.split("-").map(Number);
        const moved = new Date(Date.UTC(year, month - 1, date + days));
        await this.goTo(moved.toISOString().slice(0, 10));
    }

    onUnit(ev) {
        this.state.unit = Number(ev.target.value) || false;
        this.reload();
    }

    // --- geometry

    get hours() {
        const { opens, ends } = this.board;
        return Array.from({ length: (ends - opens) / 60 }, (_, at) => opens + at * 60);
    }

    getLeft(minute) {
        const { opens, ends } = this.board;
        return ((Math.min(Math.max(minute, opens), ends) - opens) / (ends - opens)) * 100;
    }

    getStyle(start, length) {
        const left = this.getLeft(start);
        const width = Math.max(this.getLeft(start + length) - left, 2);
        return `left:${Math.min(left, 98)}%;width:${width}%`;
    }

    getMinute(ev, row) {
        const box = row.getBoundingClientRect();
        const { opens, ends } = this.board;
        const share = Math.min(Math.max((ev.clientX - box.left) / box.width, 0), 1);
        const grip = this.state.dragged ? this.state.dragged.grip || 0 : 0;
        const minute = opens + share * (ends - opens) - grip;
        return Math.max(opens, Math.round(minute / STEP) * STEP);
    }

    get isToday() {
        return this.board.day === this.board.today;
    }

    getVisits(technician) {
        return this.board.visits.filter(
            (visit) => visit.technician === technician.id || visit.helpers.includes(technician.id),
        );
    }

    /** Visits that overlap stand below each other: {visit id: level}. */
    getLevels(technician) {
        const ends = [];
        const levels = {};
        for (const visit of this.getVisits(technician)) {
            let level = ends.findIndex((end) => end <= visit.start);
            level = level < 0 ? ends.length : level;
            ends[level] = visit.start + visit.length;
            levels[visit.id] = level;
        }
        return { levels, count: Math.max(ends.length, 1) };
    }

    formatTime(minute) {
        return formatMinute(minute);
    }

    getClockIcon(clock) {
        return { late: "fa-exclamation-circle", soon: "fa-clock-o", good: "fa-check" }[clock];
    }

    getVisitLabel(visit) {
        return [
            `${formatMinute(visit.start)}–${formatMinute(visit.start + visit.length)}`,
            visit.customer,
            visit.label,
            visit.alarm,
            visit.parts?.text,
            visit.fault,
        ]
            .filter(Boolean)
            .join(" · ");
    }

    // --- drag and drop; says no before the drop

    asItem(kind, data) {
        return kind === "call"
            ? { kind, ...data, orderId: data.id }
            : { kind, ...data, visitId: data.id };
    }

    onDragStart(ev, kind, data) {
        const item = this.asItem(kind, data);
        if (kind === "visit") {
            const row = ev.target.closest(".o_aftersales_lane").getBoundingClientRect();
            const { opens, ends } = this.board;
            const at = opens + ((ev.clientX - row.left) / row.width) * (ends - opens);
            item.grip = Math.max(0, at - data.start);
        }
        ev.dataTransfer.effectAllowed = "move";
        ev.dataTransfer.setData("text/plain", data.name);
        this.state.dragged = item;
    }

    onDragOver(ev, technician) {
        if (!this.state.dragged) {
            return;
        }
        const minute = this.getMinute(ev, ev.currentTarget);
        const over = this.state.over;
        if (!over || over.technician !== technician.id || over.minute !== minute) {
            this.aim(this.state.dragged, technician, minute);
        }
        if (!this.state.over.reasons.length) {
            ev.preventDefault();
        }
    }

    aim(item, technician, minute) {
        this.state.over = {
            technician: technician.id,
            minute,
            length: item.length || this.board.hours * 60,
            reasons: getReasons(this.board, item, technician, minute),
            warnings: getWarnings(this.board, item, technician),
        };
        const words = [...this.state.over.reasons, ...this.state.over.warnings];
        this.state.said = words.length
            ? words.join(" ")
            : _t("%(name)s at %(time)s", {
                  name: technician.name,
                  time: formatMinute(minute),
              });
    }

    onDragEnd() {
        this.state.dragged = false;
        this.state.over = false;
    }

    async onDrop(ev, technician) {
        ev.preventDefault();
        const item = this.state.dragged;
        const minute = this.getMinute(ev, ev.currentTarget);
        this.onDragEnd();
        if (item) {
            await this.drop(item, technician, minute);
        }
    }

    async drop(item, technician, minute) {
        const reasons = getReasons(this.board, item, technician, minute);
        if (reasons.length) {
            this.notification.add(reasons.join("\n"), { type: "danger" });
            return;
        }
        if (item.kind === "call") {
            const warned = getWarnings(this.board, item, technician).length;
            const place = [item.orderId, technician.id, this.board.day, minute];
            if (warned) {
                const question = await this.orm.call(MODEL, "ask", place);
                await this.action.doAction(question, { onClose: () => this.reload() });
                return;
            }
            await this.orm.call(MODEL, "assign", place);
        } else {
            const question = await this.orm.call(MODEL, "move", [
                item.visitId,
                technician.id,
                this.board.day,
                minute,
            ]);
            if (question) {
                await this.action.doAction(question, { onClose: () => this.reload() });
                return;
            }
        }
        await this.reload();
    }

    // --- keyboard: arrows move the selection, Enter opens, A assigns

    isSelected(kind, id) {
        const selected = this.state.selected;
        return selected && selected.kind === kind && selected.id === id;
    }

    select(kind, data) {
        this.state.selected = { kind, id: data.id };
        const mark = `[data-item='${kind}-${data.id}']`;
        requestAnimationFrame(() => this.root.el?.querySelector(mark)?.focus());
    }

    /** What the arrows walk over: the calls, then each row's visits by time. */
    get rows() {
        const rows = this.board.calls.length
            ? [this.board.calls.map((call) => ["call", call])]
            : [];
        for (const technician of this.board.technicians) {
            const visits = this.getVisits(technician).filter(
                (visit) => visit.technician === technician.id,
            );
            if (visits.length) {
                rows.push(visits.map((visit) => ["visit", visit]));
            }
        }
        return rows;
    }

    walk(down, right) {
        const rows = this.rows;
        if (!rows.length) {
            return;
        }
        let at = [-1, -1];
        rows.forEach((row, y) =>
            row.forEach(([kind, data], x) => {
                if (this.isSelected(kind, data.id)) {
                    at = [y, x];
                }
            }),
        );
        const fresh = at[0] < 0;
        const y = fresh ? 0 : Math.min(Math.max(at[0] + down, 0), rows.length - 1);
        const x = fresh ? 0 : Math.min(Math.max(at[1] + right, 0), rows[y].length - 1);
        this.select(...rows[y][x]);
    }

    get selectedItem() {
        const { kind, id } = this.state.selected || {};
        const source = kind === "call" ? this.board.calls : this.board.visits;
        const data = kind && source.find((entry) => entry.id === id);
        return data ? this.asItem(kind, data) : false;
    }

    onKeydown(ev) {
        const busy = "input, select, textarea, .o_aftersales_beside, .o_navbar, .dropdown-menu";
        const elsewhere = ev.target.closest?.(busy) || document.querySelector(".modal");
        if (elsewhere || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const moves = {
            ArrowUp: [-1, 0],
            ArrowDown: [1, 0],
            ArrowLeft: [0, -1],
            ArrowRight: [0, 1],
        };
        const item = this.selectedItem;
        if (this.state.assigning) {
            return this.onKeyAssigning(ev);
        }
        if (moves[ev.key]) {
            this.walk(...moves[ev.key]);
        } else if (ev.key === "Enter" && item) {
            this.open(item);
        } else if (ev.key.toLowerCase() === "a" && item) {
            this.assign(item);
        } else if (ev.key === "Escape") {
            this.close();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    /** A call: the ranked list with reasons. A visit: choose row and hour by arrows. */
    assign(item) {
        if (item.kind === "call") {
            return this.openDispatch(item);
        }
        if (!item.movable) {
            return;
        }
        const technician = this.board.technicians.find((row) => row.id === item.technician);
        this.state.assigning = item;
        this.aim(item, technician, item.start);
    }

    onKeyAssigning(ev) {
        const rows = this.board.technicians;
        const item = this.state.assigning;
        const at = rows.findIndex((row) => row.id === this.state.over.technician);
        let { minute } = this.state.over;
        let y = at;
        if (ev.key === "ArrowUp" || ev.key === "ArrowDown") {
            y = Math.min(Math.max(at + (ev.key === "ArrowDown" ? 1 : -1), 0), rows.length - 1);
        } else if (ev.key === "ArrowLeft" || ev.key === "ArrowRight") {
            minute += ev.key === "ArrowRight" ? STEP : -STEP;
        } else if (ev.key === "Enter") {
            this.state.assigning = false;
            this.state.over = false;
            this.drop(item, rows[at], minute);
        } else if (ev.key === "Escape") {
            this.state.assigning = false;
            this.state.over = false;
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        if (this.state.assigning) {
            this.aim(item, rows[y], Math.max(this.board.opens, minute));
        }
    }

    // --- beside the board

    open(item) {
        if (item.kind === "call") {
            this.state.opened = { resModel: "aftersales.order", resId: item.orderId };
        } else {
            this.state.opened = { resModel: "aftersales.visit", resId: item.visitId };
        }
    }

    onOpen(kind, data) {
        this.select(kind, data);
        this.open(this.asItem(kind, data));
    }

    close() {
        this.state.opened = false;
    }

    get besideProps() {
        return {
            type: "form",
            resModel: this.state.opened.resModel,
            resId: this.state.opened.resId,
            context: user.context,
            display: { controlPanel: false },
            onSave: () => this.reload(),
        };
    }

    async openDispatch(item) {
        const action = await this.orm.call(MODEL, "dispatch", [item.orderId, this.board.day]);
        await this.action.doAction(action, { onClose: () => this.reload() });
    }
}

registry.category("actions").add("aftersales_service.day_board", DayBoard);
