import { WarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

// The web client knows errors by the name of their class; without a line here the sentence
// of a guard would hide behind “Oops, something went wrong”.
const REFUSALS = [
    "IcpNumberInvalid",
    "IcpNumberMissing",
    "IcpNumberMismatch",
    "IcpMoveRefused",
    "IcpMoveForbidden",
    "IcpFrozen",
    "IcpNotDraft",
    "IcpDomainInvalid",
    "IcpDatesWrong",
    "IcpPersonWrong",
    "IcpOrderConflict",
    "IcpOrderIncomplete",
    "IcpOrderLocked",
    "IcpEvidenceMissing",
    "IcpKept",
    "IcpGateClosed",
    "IcpOverrideWrong",
    "IcpPersonalData",
    "IcpCheckTooSoon",
    "IcpImportWrong",
    "IcpIncidentIncomplete",
    "IcpRegistryUnknown",
    "IcpAdapterMissing",
];

for (const name of REFUSALS) {
    const path = `odoo.addons.aftersales_icp.exceptions.${name}`;
    registry.category("error_dialogs").add(path, WarningDialog);
}
