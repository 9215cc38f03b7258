import { Component, useState } from "@odoo/owl";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";

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

const normal = (code) => code.normalize("NFKC").replace(/\s/g, "").toUpperCase();

/** 签收: one parcel on its way, with what of it arrived, is missing or is broken. */
export class ParcelCard extends Component {
    static template = "aftersales_service.ParcelCard";
    static props = { parcel: Object, page: Object, waits: Boolean };

    setup() {
        this.canScan = isBarcodeScannerSupported();
        this.names = COUNTED;
        this.state = useState({
            opened: false,
            counts: {},
            scanned: false,
            said: "",
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
        const key = normal(code);
        this.state.scanned = true;
        const lines = this.props.parcel.lines;
        const line = lines.find(
            (one) =>
                one.codes.some((known) => normal(known) === key) &&
                this.get(one, "arrived") < one.open + one.missing,
        );
        this.state.said = line ? `✓ ${line.name}` : _t("%s is not in this parcel.", code);
        if (line) {
            const counts = (this.state.counts[line.id] ||= {});
            counts.arrived = Math.min(line.open + line.missing, this.get(line, "arrived") + 1);
        }
    }

    onScanKey(ev) {
        if (ev.key === "Enter" && ev.target.value.trim()) {
            this.scan(ev.target.value.trim());
            ev.target.value = "";
        }
    }

    async scanCamera() {
        const code = await scanBarcode(this.env);
        if (code) {
            this.scan(code);
        }
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
