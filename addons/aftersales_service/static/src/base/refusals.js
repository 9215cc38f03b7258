import { WarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

// The web client knows errors by the name of their class. Without a line here a guard's
// sentence would hide behind “Oops, something went wrong”.
const REFUSALS = [
    "GroupRefused",
    "RoleRefused",
    "SamePersonRefused",
    "ProofMissing",
    "UnreadableRegister",
    "ImportBusy",
    "LedgerRefused",
    "ClockRefused",
    "PartRefused",
    "ScanRefused",
    "UnknownCode",
    "WrongPart",
    "WrongSerial",
    "AlreadyIssued",
    "TooMany",
    "TooManyFilings",
    "FilingRefused",
];

for (const name of REFUSALS) {
    const path = `odoo.addons.aftersales_service.exceptions.${name}`;
    registry.category("error_dialogs").add(path, WarningDialog);
}
