import {
    Component,
    onMounted,
    onWillStart,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { useWedge } from "../scan/wedge";
import { DeskPanel, DeskProposal } from "./parts";
import { filterFaults, isNumber, newCall, prepareFacts, readPhoto, typeOn } from "./call";
import { TypeAhead } from "./type_ahead";

const MODEL = "aftersales.service.desk";
const ORDER = "aftersales.order";
// What the clerk needs next after each step; where there is none, the search has the focus.
const NEXT = "[data-next], .o_aftersales_choose, [data-fault] input";
const ICONS = {
    device: "fa-cube",
    order: "fa-file-text-o",
    partner: "fa-user",
    document: "fa-barcode",
};

/**
 * Service desk 服务台: one field for every caller, then what and who, who pays, the call.
 *
 * Nothing is stored before the call is saved, and nothing that was typed is lost by a
 * refusal, by choosing another device, or by looking at a document and coming back.
 */
export class ServiceDesk extends Component {
    static template = "aftersales_service.ServiceDesk";
    static components = { TypeAhead, DeskPanel, DeskProposal };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.state = useState({
            start: false,
            card: false,
            call: newCall(),
            saved: false,
            proposal: false,
            visit: false,
            warned: false,
            override: "",
            busy: false,
            deciding: false,
            dragging: false,
            refused: "",
            said: "",
            ...(this.props.state?.desk || {}),
        });
        useSetupAction({ getLocalState: () => ({ desk: { ...this.state, busy: false } }) });
        this.previewSoon = useDebounced(() => this.preview(), 350);
        this.previews = 0;
        // First of all on the window: a scanner types wherever the focus is not in a field.
        useWedge(
            () => this.root.el,
            (code) => this.searchFor(code),
        );
        this.canScan = isBarcodeScannerSupported();
        useExternalListener(window, "keydown", this.onKeydown, { capture: true });
        useExternalListener(window, "paste", this.onPaste);
        onWillStart(() => this.reload());
        onMounted(() => this.focusSearch());
        useEffect(
            () => this.root.el?.querySelector(NEXT)?.focus(),
            () => [this.state.card, this.state.saved, this.state.proposal, this.state.visit],
        );
    }

    async reload() {
        this.state.start = await this.orm.call(MODEL, "start", []);
    }

    get call() {
        return this.state.call;
    }

    // --- the one field

    get searchInput() {
        return this.root.el?.querySelector("#desk_search");
    }

    focusSearch() {
        this.searchInput?.focus();
    }

    /** What was scanned, wherever the focus was: as if it was typed into the search. */
    searchFor(code) {
        this.focusSearch();
        this.searchInput.value = code;
        const keydown = { key: "Enter", bubbles: true, cancelable: true };
        this.searchInput.dispatchEvent(new InputEvent("input", { bubbles: true }));
        this.searchInput.dispatchEvent(new KeyboardEvent("keydown", keydown));
    }

    async openCamera() {
        try {
            this.searchFor(await scanBarcode(this.env));
        } catch (error) {
            this.state.refused = error.message;
        }
    }

    onClickRoot(ev) {
        const control = "input, select, button, a, textarea, label, [role=option]";
        if (!ev.target.closest(control) && !window.getSelection().toString()) {
            this.focusSearch();
        }
    }

    onKeydown(ev) {
        if (document.querySelector(".modal") || !this.root.el) {
            return;
        }
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            ev.stopPropagation();
            this.save();
            return;
        }
        const typing = ev.target.closest?.("input, select, textarea, [contenteditable=true]");
        if (typing || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        if (ev.key === "Escape") {
            this.focusSearch();
        } else if (ev.key.length === 1 && ev.key !== " ") {
            // Focused before the key is handled, the field gets it.
            this.focusSearch();
        }
    }

    async find(text) {
        const hits = await this.orm.silent.call(MODEL, "look_up", [text]);
        return hits.map((hit) => ({ ...hit, icon: ICONS[hit.kind] }));
    }

    async onHit(hit) {
        if (hit.kind === "document") {
            this.openDocument(hit.model, hit.id);
            return;
        }
        await this.open(hit.kind, hit.id);
    }

    async open(kind, id) {
        await this.ask(async () => {
            const card = await this.orm.call(MODEL, "open", [kind, id]);
            this.show(card);
        });
    }

    /** What the customer said stays, because the wrong device is chosen often enough. */
    show(card) {
        const { words, faultText, channel, photos, token } = this.call;
        const kept = this.state.saved ? {} : { words, faultText, channel, photos, token };
        const fault = card.faults.find((each) => each.id === this.call.fault?.id);
        this.state.call = newCall({
            ...kept,
            fault: this.state.saved ? false : fault || false,
            called_at: card.called_at,
            contact_name: card.contact.name,
            contact_phone: card.contact.phone,
            address: card.site.address,
            area: card.site.area,
            distance_km: card.site.distance_km,
            has_warranty_card: card.device ? card.device.has_warranty_card : false,
            invoice_number: card.device ? card.device.invoice_number : "",
        });
        Object.assign(this.state, {
            card,
            saved: false,
            proposal: false,
            visit: false,
            refused: "",
            said: card.device ? card.device.serial : card.customer?.name || "",
        });
    }

    /** Nobody and nothing is known by this text: the call goes on all the same. */
    async onNothing(text) {
        const number = isNumber(text);
        await this.ask(async () => {
            const card = await this.orm.call(MODEL, "open", ["partner", false]);
            card.unknown = text;
            card.unknownNumber = number;
            this.show(card);
            Object.assign(
                this.call,
                number
                    ? { contact_phone: text }
                    : { serial: text, words: this.call.words || _t("Serial number %s: ", text) },
            );
        });
    }

    newCall() {
        Object.assign(this.state, {
            card: false,
            call: newCall(),
            saved: false,
            proposal: false,
            visit: false,
            refused: "",
        });
        this.focusSearch();
        this.reload();
    }

    // --- what is asked of the server

    /** One question at a time; a refusal is said here, and nothing typed is lost. */
    async ask(work) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        this.state.refused = "";
        try {
            await work();
        } catch (error) {
            if (error.data?.name?.includes("Error") && !error.data.message) {
                throw error;
            }
            this.state.refused = error.data
                ? error.data.message
                : _t("No connection. Nothing was saved; try again.");
        } finally {
            this.state.busy = false;
        }
    }

    get facts() {
        return prepareFacts(this.state.card, this.call);
    }

    async preview() {
        if (!this.state.card || this.state.saved) {
            return;
        }
        const round = ++this.previews;
        this.state.deciding = true;
        const preview = await this.orm.silent.call(MODEL, "preview", [this.facts]);
        if (round === this.previews && this.state.card) {
            this.state.card.preview = preview;
            this.state.deciding = false;
        }
    }

    /** Before the call is saved it is only decided; afterwards it is a new version. */
    async onCause(cause) {
        this.call.cause = cause;
        if (!this.state.saved) {
            await this.preview();
        } else if (!this.state.saved.joined) {
            await this.ask(async () => {
                const args = [[this.state.saved.id], cause];
                const panel = await this.orm.call(ORDER, "action_redecide", args);
                this.state.card.preview.panel = panel;
            });
        }
    }

    onChange(name, ev) {
        this.call[name] = ev.target.value;
        if (["contact_phone", "address", "area", "distance_km"].includes(name)) {
            this.previewSoon();
        }
    }

    /** The customer shows card, invoice or another proof: the warnings follow at once. */
    onShown(name, ev) {
        this.call[name] = ev.target.type === "checkbox" ? ev.target.checked : ev.target.value;
        this.previewSoon();
    }

    /** What the deadline depends on: said at once, because the customer waits for it. */
    onAnswer(name, ev) {
        this.call[name] = ev.target.value;
        this.preview();
    }

    // --- the call

    get faultShown() {
        const { fault, faultText } = this.call;
        return [fault ? fault.title : "", faultText].filter(Boolean).join(" ");
    }

    findFault(text) {
        return filterFaults(this.state.card.faults, text);
    }

    onFault(fault) {
        this.call.fault = fault;
        this.call.faultText = "";
    }

    onFaultText(text) {
        Object.assign(this.call, typeOn(this.call.fault, text));
    }

    setOrigin(origin) {
        Object.assign(this.call, { origin, product: false, agent: false });
        this.preview();
    }

    findOther(what, text) {
        return this.orm.silent.call(MODEL, "find", [what, text, this.call.origin]);
    }

    onOther(what, item) {
        this.call[what] = item;
        if (what === "customer") {
            this.call.customerText = "";
        }
        this.preview();
    }

    onOtherText(what, text) {
        this.call[what] = false;
        if (what === "customer") {
            this.call.customerText = text;
        }
    }

    async addPhotos(files) {
        for (const file of files) {
            const photo = await readPhoto(file);
            if (photo) {
                this.call.photos.push(photo);
            } else {
                this.notification.add(_t("“%s” is not a photo.", file.name), { type: "warning" });
            }
        }
    }

    onDrop(ev) {
        this.state.dragging = false;
        this.addPhotos(ev.dataTransfer.files);
    }

    onPaste(ev) {
        if (this.state.card && !this.state.saved && ev.clipboardData?.files.length) {
            this.addPhotos(ev.clipboardData.files);
        }
    }

    dropPhoto(photo) {
        this.call.photos = this.call.photos.filter((each) => each !== photo);
    }

    get photoData() {
        return this.call.photos.map(({ name, data }) => ({ name, data }));
    }

    async save() {
        if (!this.state.card || this.state.saved) {
            return;
        }
        await this.ask(async () => {
            const args = [this.facts, this.call.token, this.photoData];
            this.state.saved = await this.orm.call(MODEL, "save", args);
            this.state.said = _t("%s opened", this.state.saved.name);
        });
        this.focusRefusal();
    }

    async join(job) {
        await this.ask(async () => {
            const words = this.call.words || this.call.faultText || this.call.fault?.title || "";
            const args = [job.id, words, this.photoData];
            const joined = await this.orm.call(MODEL, "join", args);
            this.state.saved = { ...joined, joined: true };
            this.state.said = _t("Added to %s", joined.name);
        });
        this.focusRefusal();
    }

    focusRefusal() {
        if (this.state.refused) {
            this.root.el.querySelector(".o_aftersales_desk_refused")?.scrollIntoView({
                block: "nearest",
            });
        }
    }

    // --- who goes

    /** Who takes calls only keeps the job; the back office sends somebody. */
    async propose(job, start = false) {
        this.state.warned = false;
        if (!this.state.start.may_dispatch) {
            this.state.saved = job;
            return;
        }
        await this.ask(async () => {
            this.state.proposal = await this.orm.call(MODEL, "technicians", [job.id, start]);
            this.state.saved = job;
        });
    }

    /** Against a warning nobody goes without a word why; then the word goes along. */
    async dispatch(candidate, override = "") {
        this.state.warned = candidate.warnings.length && !override ? candidate : false;
        if (this.state.warned) {
            this.state.override = "";
            return;
        }
        await this.ask(async () => {
            this.state.visit = await this.orm.call(MODEL, "dispatch", [
                this.state.saved.id,
                candidate.id,
                this.state.proposal.start,
                override,
            ]);
        });
    }

    /** A waiting call: its device and customer, and at once who could go. */
    async openWaiting(job) {
        await this.open("order", job.id);
        if (this.state.card) {
            await this.propose(job);
        }
    }

    // --- elsewhere

    async copyPhone() {
        await navigator.clipboard?.writeText(this.call.contact_phone);
        this.notification.add(_t("Copied: %s", this.call.contact_phone), { type: "info" });
    }

    openDocument(model, id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openHeld() {
        this.action.doAction("aftersales_service.aftersales_mail_action_held");
    }

    openQuestions() {
        this.action.doAction("aftersales_service.aftersales_question_action");
    }

    openApprovals() {
        this.action.doAction("aftersales_service.aftersales_approval_action");
    }
}

registry.category("actions").add("aftersales_service.service_desk", ServiceDesk);
