import { describe, expect, test } from "@odoo/hoot";
import { waitFor } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    getService,
    makeServerError,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");

class Day extends models.Model {
    _name = "aftersales.technician.day";
}

defineMailModels();
defineModels([Day]);

test("a day that cannot be read says so and is asked for again", async () => {
    let broken = true;
    onRpc("aftersales.technician.day", "get_technician_day", () => {
        if (broken) {
            throw makeServerError({ message: "Out of order." });
        }
        return { day: "2026-11-30", visits: [], faults: [], catalog: [], choices: {} };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "aftersales_service.technician_day",
    });
    await waitFor(".o_phone_alert:contains('could not be read')");
    expect(".modal").toHaveCount(0);
    broken = false;
    await contains(".o_phone_alert button:contains('Try Again')").click();
    await waitFor(".o_phone_empty");
    expect(".o_phone_alert").toHaveCount(0);
});
