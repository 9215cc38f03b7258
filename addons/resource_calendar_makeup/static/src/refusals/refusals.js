import { WarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

// The web client knows errors by the name of their class; without a line here the sentence
// of a guard would hide behind “Oops, something went wrong”.
const REFUSALS = [
    "MakeupFileInvalid",
    "MakeupYearUnknown",
    "MakeupPackageMissing",
    "MakeupPreviewStale",
    "MakeupPreviewMissing",
    "MakeupTableForeign",
];

for (const name of REFUSALS) {
    const path = `odoo.addons.resource_calendar_makeup.exceptions.${name}`;
    registry.category("error_dialogs").add(path, WarningDialog);
}
