import { Component, useRef, useState } from "@odoo/owl";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

import { codeKey, readCode } from "../scan/read";
import { ScanField } from "../scan/scan_field";
import { play } from "../scan/sounds";
import { DrawingCard } from "./drawing_card";
import { exchange } from "./exchange";
import { getForms } from "./forms";
import { readPhoto } from "./photo";
import { SignaturePad } from "./signature_pad";
import { getBigButton, getMissing, getValues, isAtLeast } from "./steps";

// Mouths of the four faces, drawn here because not every phone has every emoji.
const MOUTHS = {
    4: "M10 23 Q20 37 30 23 Z",
    3: "M12 25 Q20 32 28 25",
    2: "M12 27 L28 27",
    1: "M12 30 Q20 22 28 30",
};

/** One visit: its cards, and the one button that is next. */
export class VisitPage extends Component {
    static template = "aftersales_service.VisitPage";
    static components = { DrawingCard, ScanField, SignaturePad };
    static props = { visit: Object, draft: Object, day: Object, page: Object, entries: Array };

    setup() {
        this.root = useRef("root");
        this.state = useState({
            cards: {},
            missing: [],
            form: false,
            answers: {},
            parts: {},
            said: { kind: "idle", words: _t("Scan a part or serial number"), detail: "" },
            wanted: [],
            search: "",
            urgent: "",
            drawing: false,
        });
    }

    get visit() {
        return this.props.visit;
    }

    get big() {
        const blocked = this.props.entries.some((entry) => entry.status === "refused");
        return !blocked && getBigButton(this.visit, this.props.draft);
    }

    get editable() {
        return !isAtLeast(this.visit, "tested");
    }

    get mapUrl() {
        return `geo:0,0?q=${encodeURIComponent(this.visit.address)}`;
    }

    get forms() {
        // A form that chooses from an empty list, or from one of an older day, leads nowhere.
        const { choices } = this.props.day;
        return getForms(this.visit).filter((form) => !form.needs || choices[form.needs]?.length);
    }

    // --- fields of the draft

    get(name) {
        return this.props.draft[name] ?? this.visit[name] ?? "";
    }

    set(name, value) {
        this.state.missing = [];
        return this.props.page.setDraft(this.visit, { [name]: value });
    }

    onInput(name, ev) {
        const { type, value, checked } = ev.target;
        this.set(name, type === "checkbox" ? checked : type === "number" ? Number(value) : value);
    }

    /** Whose product it is and what caused the fault, as one answer: "yes:wear", "no:unknown". */
    get factChoices() {
        const causes = this.props.day.choices.found_cause;
        return [
            ...causes.map(([code, label]) => [`yes:${code}`, _t("Ours: %s", label)]),
            ["no:unknown", _t("Not our product")],
            ["unknown:unknown", _t("Whose product it is cannot be told")],
        ];
    }

    /** Whether the way in which the customer agreed needs a file. */
    get isFromAfar() {
        return this.visit.consent_proof?.includes(this.get("consent_method"));
    }

    get facts() {
        return this.get("is_ours") ? `${this.get("is_ours")}:${this.get("found_cause")}` : "";
    }

    chooseFacts(ev) {
        const [ours, cause] = ev.target.value.split(":");
        this.state.missing = [];
        const values = { is_ours: ours || false, found_cause: cause || "unknown" };
        return this.props.page.setDraft(this.visit, values);
    }

    // --- cards

    isOpen(card) {
        return this.state.cards[card] ?? this.getFirstCard() === card;
    }

    getFirstCard() {
        const { state, needs_consent, consent_name, checks } = this.visit;
        if (state === "arrived" && needs_consent && !consent_name) {
            return "fees";
        }
        if (
            state === "arrived" &&
            checks.some((check) => check.mandatory && !check.done && check.step === "start")
        ) {
            return "checks";
        }
        return { in_work: "findings", tested: "sign" }[state];
    }

    toggle(card) {
        this.state.cards[card] = !this.isOpen(card);
    }

    // --- the one big button

    async press() {
        const { code, step } = this.big;
        if (code === "call") {
            return this.set("called", true);
        }
        const missing = getMissing(this.visit, this.props.draft, code);
        this.state.missing = missing;
        if (missing.length) {
            missing.forEach(({ card }) => (this.state.cards[card] = true));
            return this.show(missing[0].card);
        }
        this.state.cards = {};
        if (code === "sign" && this.get("sign_method") !== "refused") {
            return this.set("drawn", true);
        }
        await this.take(step || "sign");
        this.show(this.getFirstCard());
    }

    /** Bring a card under the eyes; without one the head of the page. */
    show(card) {
        const mark = card ? `[data-card='${card}']` : ".o_phone_about";
        requestAnimationFrame(() => this.root.el?.querySelector(mark)?.scrollIntoView());
    }

    take(step) {
        const values = getValues(this.visit, this.props.draft, step);
        return this.props.page.add(this.visit, step, { values });
    }

    async noAnswer() {
        await this.props.page.setDraft(this.visit, { called: false });
        await this.props.page.add(this.visit, "attempt");
    }

    // --- findings: the fault tree

    get causes() {
        // Causes of other trades are no help; where the product is not known, all may be.
        const { categories, template } = this.visit;
        const faults = this.props.day.faults.filter(
            (fault) =>
                !template ||
                (fault.categories.every((id) => categories.includes(id)) &&
                    fault.templates.every((id) => id === template)),
        );
        const fitting = faults.filter((fault) => fault.symptoms.includes(this.visit.symptom));
        return fitting.length ? fitting : faults;
    }

    get cause() {
        return this.causes.find((fault) => fault.id === this.get("found_fault_id"));
    }

    chooseCause(ev) {
        const before = this.cause?.name;
        const cause = this.causes.find((fault) => fault.id === Number(ev.target.value));
        const written = this.get("cause");
        const values = { found_fault_id: cause?.id || false };
        if (cause && (!written || written === before)) {
            values.cause = cause.name;
        }
        this.props.page.setDraft(this.visit, values);
    }

    chooseRemedy(ev) {
        const [, name] = this.cause.remedies.find(([id]) => id === Number(ev.target.value)) || [];
        const written = this.get("action_taken");
        if (name && !written.includes(name)) {
            this.set("action_taken", [written, name].filter(Boolean).join("；"));
        }
    }

    // --- checks and photos

    tick(check) {
        if (!check.done) {
            this.state.missing = [];
            this.props.page.add(this.visit, "check", { args: { checks: [check.id] } });
        }
    }

    async addPhotos(name, ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        for (const [index, file] of files.entries()) {
            const datas = await readPhoto(file);
            const ending = file.type.startsWith("image/") ? "jpg" : file.name.split(".").pop();
            const title = `${this.visit.name}-${Date.now()}-${index}.${ending}`;
            const photo = {
                name: title,
                datas,
                res_model: "aftersales.visit",
                res_id: this.visit.id,
            };
            await this.props.page.add(this.visit, null, { values: { [name]: [[0, 0, photo]] } });
        }
    }

    getPending(name) {
        return this.props.entries
            .flatMap((entry) => entry.values?.[name] || [])
            .map(([, , photo]) => `data:image/jpeg;base64,${photo.datas}`);
    }

    async addPaper(ev) {
        const [file] = ev.target.files;
        if (file) {
            const stamped_paper = await readPhoto(file);
            await this.props.page.setDraft(this.visit, {
                stamped_paper,
                stamped_paper_name: `${this.visit.name}.jpg`,
            });
        }
    }

    // --- parts

    getPart(part) {
        return { ...part, ...this.state.parts[part.id] };
    }

    count(part, step) {
        const { quantity_to_use, held } = this.getPart(part);
        this.savePart(part, {
            quantity_to_use: Math.min(Math.max(quantity_to_use + step, 0), held),
        });
    }

    getSerials(part) {
        return (this.getPart(part).used_serials || "").split(", ").filter(Boolean);
    }

    /** A part with serial numbers: as many were used as were named. */
    toggleSerial(part, lot) {
        const named = this.getSerials(part);
        const serials = named.includes(lot) ? named.filter((one) => one !== lot) : [...named, lot];
        this.savePart(part, {
            used_serials: serials.join(", ") || false,
            quantity_to_use: serials.length,
        });
    }

    /** Kept at once: a card that was closed loses nothing. */
    savePart(part, values) {
        this.state.missing = [];
        this.state.parts[part.id] = { ...this.state.parts[part.id], ...values };
        const line = { id: part.id, ...values };
        return this.props.page.add(this.visit, "use_parts", { args: { lines: [line] } });
    }

    onPart(part, name, ev) {
        this.savePart(part, { [name]: ev.target.value || false });
    }

    say(kind, words, detail = "") {
        this.state.said = { kind, words, detail };
        play(kind === "bad" ? "refused" : kind);
    }

    scanned(code) {
        const read = readCode(code);
        const isIt = (lot) => read.keys.includes(codeKey(lot));
        const isPart = (one) => one.code && read.keys.includes(codeKey(one.code));
        const part =
            this.visit.parts.find((one) => one.lots.some(isIt)) || this.visit.parts.find(isPart);
        if (part) {
            this.takePart(part, part.lots.find(isIt));
            return;
        }
        const known = this.props.day.catalog.find(isPart);
        if (known) {
            this.want(known);
            this.say(
                "open",
                _t("On the request list"),
                _t("%s is not on your van: it is on the list to request.", known.name),
            );
        } else {
            this.say(
                "bad",
                _t("Unknown code"),
                _t("%s is not a part that is known here.", read.text),
            );
        }
    }

    /** What was scanned is what is recorded: the very serial number, if it has one. */
    takePart(part, lot) {
        const serial = lot || (part.lots.length === 1 && part.lots[0]);
        if (part.used || !part.single) {
            this.count(part, 1);
        } else if (serial && !this.getSerials(part).includes(serial)) {
            this.toggleSerial(part, serial);
        }
        if (part.single && !serial) {
            const words = _t("%s: scan or tap the serial number that you built in.", part.name);
            this.say("bad", _t("Which one?"), words);
        } else {
            this.say("right", serial || part.name, serial ? part.name : "");
        }
    }

    get found() {
        const words = this.state.search.trim().toLowerCase();
        const fits = (part) =>
            part.name.toLowerCase().includes(words) || part.code.startsWith(words);
        return words ? this.props.day.catalog.filter(fits).slice(0, 6) : [];
    }

    /** Drawings of this machine; those that the phone has of the day. */
    get drawings() {
        const own = this.visit.drawings || [];
        return (this.props.day.drawings || []).filter((drawing) => own.includes(drawing.id));
    }

    want(part, quantity = 1) {
        const line = this.state.wanted.find((one) => one.product_id === part.id);
        if (line) {
            line.quantity += quantity;
        } else {
            this.state.wanted.push({
                product_id: part.id,
                name: part.name,
                quantity,
                fit_reason: "",
            });
        }
        this.state.search = "";
    }

    /** What is said of a part that was chosen: {text, warns, state, instead}, or nothing. */
    getUnfit(line) {
        return (this.visit.unfit || {})[line.product_id];
    }

    /** The part that fits instead, as many of it as serve for what was asked. */
    getInstead(line) {
        return exchange(line.quantity, this.getUnfit(line));
    }

    takeInstead(line) {
        const instead = this.getInstead(line);
        const other = this.state.wanted.find((one) => one.product_id === instead.product_id);
        if (other) {
            other.quantity += instead.quantity;
            this.state.wanted.splice(this.state.wanted.indexOf(line), 1);
        } else {
            Object.assign(line, instead, { fit_reason: "" });
        }
    }

    /** A part that does not fit is asked for with a reason only. */
    get mayAsk() {
        return this.state.wanted.every(
            (line) => this.getUnfit(line)?.state !== "wrong" || (line.fit_reason || "").trim(),
        );
    }

    async ask() {
        const args = { lines: this.state.wanted, explanation: this.state.urgent || null };
        await this.props.page.add(this.visit, "ask_parts", { args });
        Object.assign(this.state, { wanted: [], urgent: "" });
    }

    // --- signature and ratings

    getMouth(level) {
        return MOUTHS[level];
    }

    again() {
        return this.set("drawn", false);
    }

    // --- what else there is to tell

    openForm(form) {
        this.state.form = this.state.form === form.code ? false : form.code;
        this.state.answers = {};
        this.state.missing = [];
    }

    getChoices(field) {
        return field.reason
            ? this.props.day.reasons[field.reason] || []
            : this.props.day.choices[field.choice];
    }

    async tell(form) {
        const answers = this.state.answers;
        const open = form.fields.filter((field) => field.required && !answers[field.name]);
        if (open.length) {
            this.state.missing = open.map((field) => ({
                card: "more",
                text: _t("Fill in: %s", field.label),
            }));
            return;
        }
        const args = Object.fromEntries(
            form.fields
                .filter((field) => answers[field.name])
                .map((field) => [field.name, this.asValue(field)]),
        );
        await this.props.page.add(this.visit, form.code, {
            args: form.nested ? { [form.nested]: args } : args,
        });
        Object.assign(this.state, { form: false, missing: [] });
    }

    /** Once it is whole: half a number ("35.") would be taken away under the fingers. */
    onNumber(field, ev) {
        this.state.answers[field.name] = ev.target.value;
    }

    async onReceipt(field, ev) {
        const file = ev.target.files[0];
        this.state.answers[field.name] = file ? await readPhoto(file) : "";
    }

    asValue(field) {
        const value = this.state.answers[field.name];
        if (field.type === "datetime-local") {
            const zone = deserializeDateTime("2026-01-01 00:00:00").zone;
            return serializeDateTime(luxon.DateTime.fromISO(value, { zone }));
        }
        return field.type === "number" || field.reason ? Number(value) : value;
    }

    // --- money

    getSpentLabel(code) {
        return Object.fromEntries(this.props.day.choices.travel_kind || [])[code];
    }

    /** Where the policy forbids to take money the customer can only pay later. */
    get means() {
        const all = this.props.day.choices.method || [];
        return this.visit.money.mode === "forbidden"
            ? all.filter(([code]) => code === "later")
            : all;
    }

    getMeans(code) {
        return Object.fromEntries(this.props.day.choices.method || [])[code];
    }

    /** What the customer scans: the bank's own code for the amount, else the company's. */
    get payCode() {
        const code = this.get("means");
        const image = this.props.day.codes?.images[code];
        if (image) {
            return `data:image/png;base64,${image}`;
        }
        return code === "transfer" ? this.visit.money.code : "";
    }

    /** The account to transfer to, where no code says it. */
    get payText() {
        return this.get("means") === "transfer" ? this.props.day.codes?.texts.transfer : "";
    }

    get takenAmount() {
        return this.props.draft.taken_amount ?? this.visit.money.left;
    }

    askCash() {
        return this.props.page.add(this.visit, "ask_cash");
    }

    async collect() {
        const { means, receipt_number } = this.props.draft;
        const args = { amount: this.takenAmount, method: means };
        if (!(args.amount > 0)) {
            this.state.missing = [
                { card: "fees", text: _t("Write down the amount that was taken.") },
            ];
            return;
        }
        if (receipt_number && means !== "later") {
            args.number = receipt_number;
        }
        // Forgotten first: a second press finds nothing to take.
        await this.props.page.setDraft(this.visit, {
            means: "",
            receipt_number: "",
            taken_amount: undefined,
        });
        await this.props.page.add(this.visit, "collect", { args });
    }

    async handOverInvoice() {
        const number = this.get("invoice_number");
        if (!number) {
            this.state.missing = [
                { card: "fees", text: _t("Write down the number of the invoice.") },
            ];
            return;
        }
        await this.props.page.add(this.visit, "invoice", { args: { number } });
    }

    answerExtra(extra, agreed) {
        const by = this.state.answers.agreed_by;
        if (!by) {
            this.state.missing = [
                { card: "fees", text: _t("Write down who answers for the customer.") },
            ];
            return;
        }
        this.props.page.add(this.visit, "extra_answer", { args: { extra: extra.id, agreed, by } });
    }
}
