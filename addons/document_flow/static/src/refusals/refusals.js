import { WarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

// The web client knows errors by the name of their class. Without a line here a guard's
// sentence would hide behind “Oops, something went wrong”.
for (const name of ["Refused", "MoveRefused", "ProtectedRefused"]) {
    const path = `odoo.addons.document_flow.exceptions.${name}`;
    registry.category("error_dialogs").add(path, WarningDialog);
}
