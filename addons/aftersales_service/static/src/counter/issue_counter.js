import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { readRefusal } from "../scan/refusal";
import { ScanField } from "../scan/scan_field";
import { play } from "../scan/sounds";

const MODEL = "aftersales.issue.counter";

/**
 * 发料台: one field for every scan, the queue left, the open requisition right.
 *
 * The server decides everything; this shows its answer big enough to be read from a metre
 * and plays its sound. A refusal is never a dialog, because a scanner types on.
 */
export class IssueCounter extends Component {
    static template = "aftersales_service.IssueCounter";
    static components = { ScanField };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
        this.state = useState({
            queue: [],
            board: false,
            step: "issue",
            condition: "good",
            said: { kind: "idle", words: _t("Scan a requisition or a badge"), detail: "" },
            deputy: false,
            short: false,
            posted: false,
            busy: false,
            last: false,
        });
        // Scans come faster than answers: they wait for each other in their order.
        this.chain = Promise.resolve();
        onWillStart(async () => {
            await this.loadQueue();
            const wanted = this.props.action.params?.requisition_id;
            if (wanted) {
                await this.ask("get_board", [wanted], (board) => this.show(board));
            }
        });
    }

    focus() {
        this.root.el?.querySelector("#o_aftersales_scan")?.focus();
    }

    /** Clicking beside fields and buttons brings the next scan back into the field. */
    onClickRoot(ev) {
        if (!ev.target.closest("input, select, button, a, textarea")) {
            this.focus();
        }
    }

    async loadQueue() {
        this.state.queue = await this.orm.call(MODEL, "get_queue", []);
    }

    formatDue(due) {
        return due ? formatDateTime(deserializeDateTime(due), { format: "MM-dd HH:mm" }) : "";
    }

    say(kind, words, detail = "", hits = false) {
        this.state.said = { kind, words, detail, hits };
        play(kind === "bad" ? "refused" : kind);
    }

    /**
     * Call the server one after the other; a refusal is said and beeped, never lost.
     * Keyword arguments that depend on the answer before are given as a function.
     */
    ask(method, args, then, kwargs = {}) {
        this.chain = this.chain.then(async () => {
            this.state.busy = true;
            try {
                const named = kwargs instanceof Function ? kwargs() : kwargs;
                then(await this.orm.silent.call(MODEL, method, args, named));
            } catch (error) {
                this.refuse(error);
            } finally {
                this.state.busy = false;
            }
        });
        return this.chain;
    }

    refuse(error) {
        this.state.said = readRefusal(error);
        play(this.state.said.sound);
    }

    show(board, step) {
        const other = board.id !== this.state.board?.id;
        this.state.board = board;
        if (other) {
            this.state.deputy = this.state.short = this.state.posted = false;
            this.state.last = false;
            this.state.step = step || (board.may_issue ? "issue" : "return");
            this.state.condition = "good";
        }
    }

    // --- scanning

    scan(code, meant = null) {
        return this.ask(
            "scan",
            [code],
            (answer) => this.onScanned(answer, code),
            () => ({ ...this.scanContext(), ...(meant ? { meant } : {}) }),
        );
    }

    scanContext() {
        const { board, step, condition } = this.state;
        return { requisition_id: board ? board.id : false, step, condition };
    }

    onScanned(answer, code) {
        if (answer.kind === "choice") {
            this.say("choice", answer.words, answer.detail, answer.hits);
            this.scanned = code;
            return;
        }
        if (answer.kind === "technician") {
            this.onBadge(answer);
            return;
        }
        if (answer.kind === "handed") {
            this.show(answer.board, "issue");
            this.state.step = "issue";
            this.onPosted(answer, _t("Handed over"));
            return;
        }
        if (answer.kind === "tag") {
            this.onTag(answer);
            return;
        }
        if (answer.action) {
            this.say("open", answer.words, answer.detail);
            this.action.doAction(answer.action);
            return;
        }
        this.show(answer.board);
        if (answer.kind === "requisition") {
            this.say("open", answer.words, answer.board.technician);
            return;
        }
        this.state.last = answer.line_id;
        this.state.posted = false;
        this.say("right", _t("Scanned Correctly"), answer.words);
    }

    /** Of several meanings the one that was pressed. */
    onChoose(hit) {
        this.focus();
        return this.scan(this.scanned, hit.kind);
    }

    /** An old part came in: no requisition needs to be open, and an open one stays. */
    onTag(answer) {
        if (answer.board) {
            this.show(answer.board);
        }
        this.say("right", _t("Old part taken in"), `${answer.words} ${answer.detail}`);
    }

    onBadge(answer) {
        if (answer.receives && !answer.deputy) {
            this.handOver();
        } else if (answer.receives) {
            this.state.deputy = { ...answer.technician, reason: "" };
            this.say("open", answer.words, _t("Takes the parts for somebody else: why?"));
        } else {
            this.say("open", answer.words, _t("%s requisitions", answer.requisition_ids.length));
            if (answer.requisition_ids.length) {
                this.open(answer.requisition_ids[0]);
            }
        }
    }

    // --- buttons

    open(id) {
        return this.ask("get_board", [id], (board) => {
            this.show(board);
            this.focus();
        });
    }

    close() {
        this.state.board = false;
        this.loadQueue();
        this.focus();
    }

    setStep(step) {
        this.state.step = step;
        this.focus();
    }

    setCondition(condition) {
        this.state.condition = condition;
        this.focus();
    }

    get openLines() {
        return this.state.board.lines;
    }

    get scannedCount() {
        const field = this.state.step === "issue" ? "scanned" : "back";
        return this.state.board.lines.reduce((sum, line) => sum + line[field], 0);
    }

    isFull(line) {
        return this.state.step === "issue"
            ? line.open && line.scanned >= line.open
            : line.held && line.back >= line.held;
    }

    progress(line) {
        return this.state.step === "issue"
            ? `${line.scanned} / ${line.open}`
            : `${line.back} / ${line.held}`;
    }

    unscan(line) {
        this.ask("unscan", [line.id, this.state.step], (board) => {
            this.show(board);
            this.focus();
        });
    }

    onBin(ev) {
        this.ask("set_bin", [this.state.board.id, ev.target.value], (board) => {
            this.show(board);
            this.loadQueue();
            this.say("open", _t("Picked and ready"), board.bin);
            this.focus();
        });
    }

    askDeputy() {
        this.state.deputy = { id: false, name: "", reason: "" };
    }

    handOver() {
        const deputy = this.state.deputy;
        const receiver = deputy
            ? {
                  technician_id: deputy.id,
                  deputy: deputy.id ? false : deputy.name.trim(),
                  reason: deputy.reason,
              }
            : {};
        return this.ask(
            "hand_over",
            [this.state.board.id],
            (answer) => this.onPosted(answer, _t("Handed over")),
            receiver,
        );
    }

    packParcel() {
        return this.ask("pack_parcel", [this.state.board.id], (action) =>
            this.action.doAction(action),
        );
    }

    takeBack() {
        return this.ask("take_back", [this.state.board.id], (answer) =>
            this.onPosted(answer, _t("Taken back")),
        );
    }

    onPosted(answer, words) {
        this.show(answer.board);
        this.state.deputy = false;
        this.state.posted = { step: this.state.step, pickings: answer.picking_ids };
        this.say("done", words, answer.board.technician);
        this.loadQueue();
        this.focus();
    }

    print() {
        const { step, pickings } = this.state.posted;
        const name = step === "issue" ? "report_requisition" : "report_part_return";
        const ids = step === "issue" ? [this.state.board.id] : pickings;
        this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: `aftersales_service.${name}`,
            report_file: `aftersales_service.${name}`,
            data: null,
            context: { active_ids: ids, active_id: ids[0] },
        });
        this.focus();
    }

    openForm() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "aftersales.requisition",
            res_id: this.state.board.id,
            views: [[false, "form"]],
        });
    }

    // --- short parts

    showShort(line) {
        if (this.state.short.line?.id === line.id) {
            this.state.short = false;
            return;
        }
        this.ask("get_shortage", [line.id], (answer) => {
            this.state.short = { line, ...answer };
        });
    }

    substitute(product) {
        const { line } = this.state.short;
        const quantity = line.open - line.scanned;
        this.ask("substitute", [line.id, product.id, quantity], (board) => {
            this.show(board);
            this.state.short = false;
            this.say(
                "open",
                product.name,
                product.dearer
                    ? _t("Waits for approval: another price")
                    : _t("Added as a substitute"),
            );
            this.focus();
        });
    }

    fetchFrom(place) {
        const { line } = this.state.short;
        const quantity = Math.min(place.quantity, line.short);
        this.ask("fetch_from", [line.id, place.id, quantity || 1], (name) => {
            this.state.short = false;
            this.say("open", _t("Transfer %s asked for", name), place.name);
        });
    }

    replenish() {
        const { line } = this.state.short;
        this.ask("replenish", [line.id, line.short || line.open], () => {
            this.state.short = false;
            this.say("open", _t("Replenishment asked for"), line.product);
        });
    }
}

registry.category("actions").add("aftersales_issue_counter", IssueCounter);
