import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";

import { play } from "./sounds";
import { useWedge } from "./wedge";

const GROUP = /\x1d/g; // eslint-disable-line no-control-regex

export const TWICE = 1000; // ms in which the same code is one scan

/** A code as people read it. */
const show = (code) => code.normalize("NFKC").replace(GROUP, " ").trim().slice(0, 80);

const ICONS = {
    bad: "fa-times-circle",
    right: "fa-check-circle",
    done: "fa-check-circle",
    choice: "fa-question-circle",
};

/**
 * 扫一扫: one field for every code, from a scanner that types, from the camera, by hand;
 * below it, big, what may be scanned here and what the last scan did.
 *
 * A scanner is heard wherever the focus is. The same code twice within a second is one
 * scan: triggers bounce, and a hand does not scan two things that fast.
 */
export class ScanField extends Component {
    static template = "aftersales_service.ScanField";
    static props = {
        onCode: Function,
        onChoose: { type: Function, optional: true },
        said: Object, // {kind, words, detail, hits}
        id: { type: String, optional: true },
        placeholder: { type: String, optional: true },
        name: { type: String, optional: true },
        takesFocus: { type: Boolean, optional: true },
        byHand: { type: Boolean, optional: true }, // a phone: its keyboard is wanted
    };
    static defaultProps = { id: "o_aftersales_scan" };

    setup() {
        this.root = useRef("root");
        this.input = useRef("input");
        this.hint = useState({ twice: false, trouble: "", read: "" });
        this.canScan = isBarcodeScannerSupported();
        this.last = { code: "", at: 0 };
        useWedge(
            () => this.root.el,
            (code) => this.take(code),
        );
        onMounted(() => this.props.takesFocus && this.focus());
    }

    focus() {
        this.input.el?.focus();
    }

    get icon() {
        return ICONS[this.props.said.kind] || "fa-barcode";
    }

    /** Typed or pasted by hand; an input method's own Enter is none. */
    onKey(ev) {
        if (ev.key !== "Enter" || ev.isComposing) {
            return;
        }
        ev.preventDefault();
        const code = ev.target.value.trim();
        ev.target.value = "";
        if (code) {
            this.take(code);
        }
    }

    /** A finger needs the keyboard of the phone, a scanner would only be in its way. */
    onTap(ev) {
        ev.target.removeAttribute("inputmode");
    }

    async openCamera() {
        try {
            this.take(await scanBarcode(this.env));
        } catch (error) {
            this.hint.trouble = error.message;
        }
    }

    take(code) {
        const again = code === this.last.code && Date.now() - this.last.at < TWICE;
        Object.assign(this.hint, { twice: again, trouble: "", read: show(code) });
        this.last = { code, at: Date.now() };
        if (again) {
            play("twice");
        } else {
            this.props.onCode(code);
        }
    }

    get twice() {
        return _t("Scanned twice within a second: counted once.");
    }
}
