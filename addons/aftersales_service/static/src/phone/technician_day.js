import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { getEditable, getEntryLabel } from "./forms";
import { getOutbox } from "./outbox";
import { applyParcel, ParcelCard } from "./parcel_card";
import { getPictures } from "./pictures";
import { applyEntry, isAtLeast } from "./steps";
import { VisitPage } from "./visit_page";

const TICK = 30000; // ms between two looks at the clocks
const STALE = 120000; // ms after which the day is read again
const FRESH = 300000; // ms that a position is worth telling

/**
 * Technician's day 技术员工作台: today's visits on a phone, one big button per state.
 *
 * A client action, because its code, words and session are in the page that is open
 * already: without network nothing more has to be fetched.
 */
export class TechnicianDay extends Component {
    static template = "aftersales_service.TechnicianDay";
    static components = { ParcelCard, VisitPage };
    // Of the action; the portal gives `home`, the address of its own page.
    static props = ["*"];

    setup() {
        this.outbox = getOutbox();
        this.queue = useState(this.outbox.state);
        this.state = useState({
            day: null,
            failed: "",
            opened: false,
            drafts: {},
            asking: false,
            showQueue: false,
            now: Date.now(),
        });
        this.outbox.onTaken = (entry) => this.onTaken(entry);
        this.outbox.onSent = () => this.reload();
        const timer = setInterval(() => this.tick(), TICK);
        onWillStart(() => this.start());
        onWillUnmount(() => {
            clearInterval(timer);
            this.outbox.onTaken = () => {};
            this.outbox.onSent = () => {};
            navigator.geolocation?.clearWatch(this.watch);
        });
    }

    async start() {
        try {
            await this.outbox.open();
        } catch {
            this.state.failed = _t(
                "This browser cannot keep anything for you (private window?). Open the page in a normal window.",
            );
            return;
        }
        for (const { visit, draft } of await this.outbox.store.all("drafts")) {
            this.state.drafts[visit] = draft;
        }
        await this.reload();
        await this.forgetDrafts();
        this.outbox.flush();
        this.watchPosition();
    }

    /** Drafts of visits that are over; never one whose steps still wait. */
    async forgetDrafts() {
        const shown = (this.state.day?.visits || []).map((visit) => visit.id);
        const waiting = this.queue.entries.map((entry) => entry.visit);
        for (const id of Object.keys(this.state.drafts).map(Number)) {
            if (this.state.day && this.queue.online && ![...shown, ...waiting].includes(id)) {
                delete this.state.drafts[id];
                await this.outbox.store.remove("drafts", id);
            }
        }
    }

    async reload() {
        this.readAt = Date.now();
        const day = await this.outbox.fetchDay();
        if (day) {
            this.state.day = day;
            getPictures().keep(day.drawings || []);
        } else if (!this.state.day) {
            this.state.failed = _t("Today's visits could not be read. Try again with network.");
            return;
        }
        this.state.failed = "";
    }

    /** Clocks go on; a visit that the desk gave meanwhile turns up by itself. */
    tick() {
        this.state.now = Date.now();
        if (!document.hidden && this.queue.online && Date.now() - this.readAt > STALE) {
            this.reload();
        }
    }

    async refresh() {
        await this.outbox.flush();
        await this.reload();
    }

    /** Positions leave the phone only where the technician agreed to it. */
    watchPosition() {
        if (this.state.day?.consent && navigator.geolocation) {
            this.watch = navigator.geolocation.watchPosition(
                ({ coords, timestamp }) => {
                    this.position = { at: timestamp, point: [coords.latitude, coords.longitude] };
                },
                () => {},
            );
        }
    }

    getPosition() {
        const fresh = this.position && Date.now() - this.position.at < FRESH;
        return fresh ? this.position.point : undefined;
    }

    // --- what is shown: the server's word and, on top of it, what still waits

    get visits() {
        return (this.state.day?.visits || []).map((visit) => this.getShown(visit));
    }

    getShown(visit) {
        const shown = JSON.parse(JSON.stringify(visit));
        for (const entry of this.queue.entries) {
            if (entry.visit === visit.id) {
                if (entry.status === "refused") {
                    break;
                }
                applyEntry(shown, entry);
            }
        }
        return shown;
    }

    /** Parcels on their way, less what was told of them and waits here. */
    get parcels() {
        const kept = this.queue.entries.filter((entry) => entry.status !== "refused");
        return (this.state.day?.parcels || []).map((parcel) => {
            const shown = JSON.parse(JSON.stringify(parcel));
            const told = kept.filter(
                (entry) => entry.action === "parcel" && entry.args.parcel === parcel.id,
            );
            told.forEach((entry) => applyParcel(shown, entry.args));
            return { shown, waits: Boolean(told.length) };
        });
    }

    get opened() {
        return this.visits.find((visit) => visit.id === this.state.opened);
    }

    get refused() {
        const entries = this.queue.entries.filter((entry) => entry.status === "refused");
        const opened = this.opened;
        return opened ? entries.filter((entry) => entry.visit === opened.id) : entries;
    }

    /** A step that the server took stays visible until the next answer with the day. */
    async onTaken(entry) {
        const visit = this.state.day?.visits.find((one) => one.id === entry.visit);
        if (visit) {
            applyEntry(visit, entry);
        }
        const parcels = this.state.day?.parcels || [];
        const parcel = parcels.find((one) => one.id === entry.args?.parcel);
        if (parcel && entry.action === "parcel") {
            applyParcel(parcel, entry.args);
        }
        if (visit || parcel) {
            await this.outbox.saveDay(this.state.day);
        }
    }

    async add(visit, action, more = {}) {
        await this.outbox.add(visit, action, { position: this.getPosition(), ...more });
    }

    getDraft(visit) {
        return this.state.drafts[visit.id] || {};
    }

    async setDraft(visit, values) {
        const draft = { ...this.getDraft(visit), ...values };
        this.state.drafts[visit.id] = draft;
        await this.outbox.store.put("drafts", { visit: visit.id, draft });
    }

    // --- words

    formatTime(text) {
        const moment = deserializeDateTime(text);
        const today = moment.toISODate() === luxon.DateTime.now().setZone(moment.zone).toISODate();
        return moment.toFormat(today ? "HH:mm" : "MM-dd HH:mm");
    }

    /** {kind, text} of the promise to the customer; it ends with the arrival. */
    getClock(visit) {
        if (!visit.due || isAtLeast(visit, "arrived")) {
            return false;
        }
        const minutes = Math.round(
            (deserializeDateTime(visit.due).toMillis() - this.state.now) / 60000,
        );
        const size = Math.abs(minutes);
        const days = Math.floor(size / 1440);
        const span = days
            ? _t("%s days", days)
            : `${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
        if (minutes < 0) {
            return { kind: "late", icon: "fa-exclamation-circle", text: _t("%s late", span) };
        }
        return minutes < 60
            ? { kind: "soon", icon: "fa-clock-o", text: _t("%s left", span) }
            : { kind: "good", icon: "fa-check", text: _t("%s left", span) };
    }

    getStateLabel(visit) {
        return Object.fromEntries(this.state.day.choices.state)[visit.state];
    }

    getEntryLabel(entry) {
        return getEntryLabel(entry.action);
    }

    getWaiting(visit) {
        return this.queue.entries.filter((entry) => entry.visit === visit.id).length;
    }

    get loginUrl() {
        const home = this.props.home || "/odoo/technician-day";
        return `/web/login?redirect=${encodeURIComponent(home)}`;
    }

    // --- refused steps

    getEditable(entry) {
        return getEditable(entry, this.state.day?.choices || {});
    }

    onCorrect(field, ev) {
        const { type, value, checked } = ev.target;
        field.holder[field.name] =
            type === "checkbox" ? checked : field.type === "number" ? Number(value) : value;
    }

    async discard(entry) {
        if (this.state.asking !== entry.uuid) {
            this.state.asking = entry.uuid;
            return;
        }
        this.state.asking = false;
        await this.outbox.discard(entry);
    }

    open(visit) {
        this.state.opened = visit.id;
        window.scrollTo(0, 0);
    }

    close() {
        this.state.opened = false;
    }
}

registry.category("actions").add("aftersales_service.technician_day", TechnicianDay);
