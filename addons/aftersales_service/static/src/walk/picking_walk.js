import { Component, onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { play } from "../scan/sounds";
import { makeUuid } from "../phone/outbox";

const MODEL = "aftersales.issue.counter";
const REFUSALS = "odoo.addons.aftersales_service.exceptions.";
const MOST = 10;

/**
 * 拣货: several requisitions on one way through the store, each into its numbered box.
 *
 * The keeper reads it at arm's length, on a handheld as on a trolley: after each scan the
 * number of the box stands there, bigger than all else.
 */
export class PickingWalk extends Component {
    static template = "aftersales_service.PickingWalk";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.input = useRef("scan");
        this.state = useState({
            waiting: [],
            walks: [],
            standing: [],
            chosen: [],
            walk: false,
            said: this.idle,
            box: false,
            told: false,
            last: false,
            busy: false,
            asking: false,
        });
        // Scans come faster than answers: they wait for each other in their order.
        this.chain = Promise.resolve();
        this.lost = false;
        onWillStart(async () => {
            const wanted = this.props.action.params?.walk_id;
            if (wanted) {
                this.state.walk = await this.orm.call(MODEL, "get_walk", [wanted]);
            } else {
                this.showChoice(await this.orm.call(MODEL, "get_walks", []));
            }
        });
        onMounted(() => this.focus());
    }

    get idle() {
        return { kind: "idle", words: _t("Choose the requisitions"), detail: "", box: false };
    }

    focus() {
        this.input.el?.focus();
    }

    onClickRoot(ev) {
        if (!ev.target.closest("input, select, button, a, summary")) {
            this.focus();
        }
    }

    formatDue(due) {
        return due ? formatDateTime(deserializeDateTime(due), { format: "MM-dd HH:mm" }) : "";
    }

    say(kind, words, detail = "", box = false) {
        this.state.said = { kind, words, detail, box };
        play(kind === "bad" ? "refused" : kind);
    }

    /** Call the server one after the other; arguments may depend on the answer before. */
    ask(method, args, then) {
        this.chain = this.chain.then(async () => {
            this.state.busy = true;
            try {
                const given = args instanceof Function ? args() : args;
                then(await this.orm.silent.call(MODEL, method, given));
                this.lost = false;
            } catch (error) {
                this.refuse(error);
            } finally {
                this.state.busy = false;
                this.focus();
            }
        });
        return this.chain;
    }

    refuse(error) {
        if (!error.data) {
            this.say("bad", _t("No connection"), _t("Scan it again: it is booked once."));
            return;
        }
        this.lost = false;
        const name = error.exceptionName || "";
        const kind = name.startsWith(REFUSALS) ? name.slice(REFUSALS.length) : "refused";
        const titles = {
            UnknownCode: _t("Unknown code"),
            WrongPart: _t("Wrong part or box"),
            WrongSerial: _t("Wrong serial number"),
            AlreadyIssued: _t("Already picked"),
            TooMany: _t("Too many"),
            SamePersonRefused: _t("Not by the requester"),
        };
        this.state.said = {
            kind: "bad",
            words: titles[kind] || _t("Not possible"),
            detail: error.data.message,
            box: false,
        };
        play(kind);
    }

    // --- choosing

    showChoice({ waiting, walks, boxes }) {
        Object.assign(this.state, { waiting, walks, standing: boxes, walk: false });
        const known = new Set(waiting.map((row) => row.id));
        this.state.chosen = this.state.chosen.filter((id) => known.has(id));
        this.state.box = this.state.told = this.state.last = false;
        this.state.said = this.idle;
    }

    toChoice() {
        return this.ask("get_walks", [], (answer) => this.showChoice(answer));
    }

    isChosen(row) {
        return this.state.chosen.includes(row.id);
    }

    /** One walk is through one warehouse, with as many boxes as a trolley carries. */
    mayChoose(row) {
        const first = this.state.waiting.find((other) => this.isChosen(other));
        const near = !first || first.warehouse_id === row.warehouse_id;
        return this.isChosen(row) || (near && this.state.chosen.length < MOST);
    }

    toggle(row) {
        if (!this.mayChoose(row)) {
            this.say("bad", _t("Not possible"), _t("Ten requisitions of one warehouse at most."));
            return;
        }
        this.state.chosen = this.isChosen(row)
            ? this.state.chosen.filter((id) => id !== row.id)
            : [...this.state.chosen, row.id];
    }

    get warehouses() {
        return new Set(this.state.waiting.map((row) => row.warehouse_id)).size;
    }

    start() {
        return this.ask("start_walk", [this.state.chosen], (walk) => {
            this.state.chosen = [];
            this.show(walk);
            this.say("open", walk.name, _t("Scan the first part"));
        });
    }

    open(id) {
        return this.ask("get_walk", [id], (walk) => {
            this.show(walk);
            this.say("open", walk.name, walk.keeper);
        });
    }

    // --- scanning

    onScanKey(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        ev.preventDefault();
        const code = ev.target.value.trim();
        ev.target.value = "";
        if (code) {
            this.scan(code);
        }
    }

    scan(code) {
        if (this.state.walk) {
            return this.pick(code, "scan_walk", (key) => [code, key, this.state.told]);
        }
        const id = Number(/\/aftersales\.requisition\/(\d+)/.exec(code)?.[1]);
        const row = this.state.waiting.find((each) => each.name === code || each.id === id);
        if (row) {
            this.toggle(row);
            this.say("open", row.name, row.technician);
        } else {
            this.say("bad", _t("Unknown code"), code);
        }
        return this.chain;
    }

    /** `build(key)` gives the arguments when its turn comes, after the answer before. */
    pick(what, method, build) {
        const key = this.lost?.what === what ? this.lost.key : makeUuid();
        const args = () => {
            this.lost = { what, key };
            return [this.state.walk.id, ...build(key)];
        };
        return this.ask(method, args, (answer) => this.onPicked(answer));
    }

    onPicked(answer) {
        this.show(answer.walk);
        if (answer.kind === "put") {
            this.state.told = answer.box;
            this.state.last = answer.scan_id;
            this.say("right", _t("Into box"), answer.detail, answer.box);
            return;
        }
        this.state.told = false;
        this.say(answer.kind === "ready" ? "done" : "open", answer.words, answer.detail);
        if (answer.walk.state !== "open") {
            this.sayOver();
        }
    }

    sayOver() {
        this.say("done", _t("The walk is finished"), this.state.walk.name);
    }

    show(walk) {
        this.state.walk = walk;
        if (this.state.box) {
            this.state.box = walk.boxes.find((box) => box.id === this.state.box.id) || false;
        }
    }

    /** [{place, stops}] in the order of the way. */
    get shelves() {
        const shelves = [];
        for (const stop of this.state.walk.stops) {
            if (shelves.at(-1)?.id !== stop.place_id) {
                shelves.push({ id: stop.place_id, place: stop.place, stops: [] });
            }
            shelves.at(-1).stops.push(stop);
        }
        return shelves;
    }

    // --- buttons

    tap(stop, put) {
        if (stop.tracking === "serial") {
            this.say("bad", _t("Scan the serial number"), stop.product);
            return this.chain;
        }
        const what = `${put.line_id} ${stop.lot_id}`;
        return this.pick(what, "pick_walk", (key) => [put.line_id, stop.lot_id, key]);
    }

    takeOut(row, quantity) {
        const args = [this.state.walk.id, row.scan_id, quantity];
        return this.ask("unpick_walk", args, (walk) => {
            this.show(walk);
            this.state.told = false;
            this.say("open", _t("Taken out"), row.product, row.box);
        });
    }

    showBox(box) {
        this.state.box = this.state.box?.id === box.id ? false : box;
    }

    onPlace(ev) {
        return this.ask("place_box", [this.state.box.id, ev.target.value], (walk) => {
            this.show(walk);
            this.say("open", _t("Place of the box"), this.state.box.place, this.state.box.number);
        });
    }

    /** What was picked is not thrown down by one touch: the second one means it. */
    putBack(box) {
        if (this.state.asking !== box.id) {
            this.state.asking = box.id;
            return this.chain;
        }
        this.state.asking = false;
        return this.ask("put_back", [box.id], (answer) => {
            if (!this.state.walk) {
                this.showChoice(answer);
                this.say("open", _t("Put back"), box.requisition, box.number);
                return;
            }
            this.state.box = false;
            this.open(this.state.walk.id);
        });
    }

    finish() {
        return this.ask("finish_walk", [this.state.walk.id], (walk) => {
            this.show(walk);
            if (walk.state === "open") {
                const bad = walk.boxes.find((box) => box.problem);
                this.say("bad", _t("Put back first"), bad.problem, bad.number);
            } else {
                this.sayOver();
            }
        });
    }

    printLabels(kind = "pdf") {
        const boxes = this.state.walk.boxes.filter((box) => box.state !== "emptied");
        const name = `aftersales_service.label_box${kind === "pdf" ? "" : "_zpl"}`;
        const ids = boxes.map((box) => box.id);
        this.action.doAction({
            type: "ir.actions.report",
            report_type: kind === "pdf" ? "qweb-pdf" : "qweb-text",
            report_name: name,
            report_file: name,
            data: null,
            context: { active_ids: ids, active_id: ids[0] },
        });
        this.focus();
    }

    toCounter() {
        this.action.doAction("aftersales_service.issue_counter_action");
    }
}

registry.category("actions").add("aftersales_picking_walk", PickingWalk);
