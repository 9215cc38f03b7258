import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { codeKey, readCode } from "../scan/read";
import { ScanField } from "../scan/scan_field";
import { play } from "../scan/sounds";
import { readPhoto } from "./photo";

export const COUNTED = ["arrived", "missing", "broken"];

/** Show on the phone what a kept arrival will do; the server has the last word. */
export function applyParcel(parcel, args) {
    for (const told of args.lines) {
        const line = parcel.lines.find((one) => one.id === told.id);
        if (line) {
            const came = told.arrived + told.broken;
            const found = Math.max(0, came - line.open); // was missing, arrived after all
            line.came += came;
            line.missing += told.missing - found;
            line.open = Math.max(0, line.open - came - told.missing);
        }
    }
    return parcel;
}

/** 签收: one parcel on its way, with what of it arrived, is missing or is broken. */
export class ParcelCard extends Component {
    static template = "aftersales_service.ParcelCard";
    static components = { ScanField };
    static props = { parcel: Object, page: Object, waits: Boolean };

    setup() {
        this.names = COUNTED;
        this.state = useState({
            opened: false,
            counts: {},
            scanned: false,
            said: { kind: "idle", words: _t("Scan what arrives"), detail: "" },
            note: "",
            photos: [],
        });
    }

    get labels() {
        return { arrived: _t("Arrived"), missing: _t("Missing"), broken: _t("Broken") };
    }

    /** Without a word everything arrived; who scans counts from nothing. */
    get(line, name) {
        const counted = this.state.counts[line.id]?.[name];
        const guess = name === "arrived" && !this.state.scanned ? line.open : 0;
        return counted ?? guess;
    }

    set(line, name, value) {
        const counts = (this.state.counts[line.id] ||= {});
        counts[name] = Math.max(0, Number(value) || 0);
        if (name !== "arrived" && !this.state.scanned) {
            const rest = line.open - this.get(line, "missing") - this.get(line, "broken");
            counts.arrived = Math.max(0, rest);
        }
    }

    scan(code) {
        const read = readCode(code);
        this.state.scanned = true;
        const lines = this.props.parcel.lines;
        const line = lines.find(
            (one) =>
                one.codes.some((known) => read.keys.includes(codeKey(known))) &&
                this.get(one, "arrived") < one.open + one.missing,
        );
        play(line ? "right" : "refused");
        if (!line) {
            const words = _t("Not in this parcel");
            this.state.said = { kind: "bad", words, detail: read.text };
            return;
        }
        const counts = (this.state.counts[line.id] ||= {});
        const most = line.open + line.missing;
        counts.arrived = Math.min(most, this.get(line, "arrived") + read.count);
        const words = `✓ ${counts.arrived} / ${most}`;
        this.state.said = { kind: "right", words, detail: line.name };
    }

    async onPhoto(ev) {
        for (const file of ev.target.files) {
            this.state.photos.push({ name: file.name, datas: await readPhoto(file) });
        }
        ev.target.value = "";
    }

    get told() {
        return this.props.parcel.lines
            .map((line) => ({
                id: line.id,
                ...Object.fromEntries(this.names.map((name) => [name, this.get(line, name)])),
            }))
            .filter((line) => this.names.some((name) => line[name]));
    }

    async confirm() {
        const { parcel, page } = this.props;
        const visit = { id: parcel.visit_id, name: parcel.name, customer: parcel.waybill };
        const args = { parcel: parcel.id, lines: this.told };
        if (this.state.note.trim()) {
            args.note = this.state.note.trim();
        }
        if (this.state.photos.length) {
            args.photos = this.state.photos;
        }
        await page.add(visit, "parcel", { args });
        Object.assign(this.state, { opened: false, counts: {}, scanned: false, note: "" });
        this.state.photos = [];
    }
}
