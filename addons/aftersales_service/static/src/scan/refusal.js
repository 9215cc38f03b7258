import { _t } from "@web/core/l10n/translation";

const OURS = "odoo.addons.aftersales_service.exceptions.";

/** What the server refused, in big words: {kind, words, detail, sound}. A refusal of a scan
 * is never a dialog, because a scanner types on. */
export function readRefusal(error) {
    if (!error.data) {
        return {
            kind: "bad",
            words: _t("No connection"),
            detail: _t("Nothing was booked by the last scan. Scan it again."),
            sound: "refused",
        };
    }
    const name = error.exceptionName || "";
    const sound = name.startsWith(OURS) ? name.slice(OURS.length) : "refused";
    const titles = {
        UnknownCode: _t("Unknown code"),
        NothingHere: _t("Nothing happens here"),
        WrongPart: _t("Wrong part"),
        WrongSerial: _t("Wrong serial number"),
        AlreadyIssued: _t("Already issued"),
        TooMany: _t("Too many"),
        SamePersonRefused: _t("Not by the requester"),
    };
    const words = titles[sound] || _t("Not possible");
    return { kind: "bad", words, detail: error.data.message, sound };
}
