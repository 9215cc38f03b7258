import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
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

class Counter extends models.Model {
    _name = "aftersales.issue.counter";
}

defineMailModels();
defineModels([Counter]);

const line = (values = {}) => ({
    id: 11,
    product: "轴承6205",
    open: 2,
    scanned: 0,
    held: 0,
    back: 0,
    short: 0,
    lots: [],
    back_lots: [],
    ...values,
});

const board = (lines, values = {}) => ({
    id: 3,
    name: "LL-3",
    state_label: "Approved",
    technician: "李强",
    device: "YJ1",
    order: "FW-1",
    customer: "齐鲁泵业",
    requested_by: "李强",
    may_issue: true,
    lines,
    ...values,
});

async function openCounter() {
    onRpc("aftersales.issue.counter", "get_queue", () => []);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "aftersales_issue_counter",
    });
    await animationFrame();
}

/** As a scanner does it: the whole code at once, then Enter. */
async function scan(code) {
    queryOne("#o_aftersales_scan").value = code;
    await press("Enter");
}

async function answered() {
    await animationFrame();
    await animationFrame();
}

test("scans that come faster than answers are booked in their order", async () => {
    const slow = new Deferred();
    onRpc("aftersales.issue.counter", "scan", async ({ args }) => {
        expect.step(args[0]);
        if (args[0] === "LL-3") {
            await slow;
            return { kind: "requisition", words: "LL-3", board: board([line()]) };
        }
        const scanned = Number(args[0].at(-1));
        return { kind: "part", line_id: 11, words: args[0], board: board([line({ scanned })]) };
    });
    await openCounter();
    await scan("LL-3");
    await scan("SN-1");
    await scan("SN-2");
    await answered();
    expect.verifySteps(["LL-3"]);
    slow.resolve();
    await answered();
    await answered();
    expect.verifySteps(["SN-1", "SN-2"]);
    expect(".o_lines li").toHaveCount(1);
    expect(".o_lines li").toHaveClass("o_full");
});

test("a refusal is said, empties the field and leaves the next scan its place", async () => {
    onRpc("aftersales.issue.counter", "scan", ({ args }) => {
        if (args[0] === "WRONG") {
            throw makeServerError({
                type: "odoo.addons.aftersales_service.exceptions.WrongPart",
                message: "Belongs to another requisition.",
            });
        }
        return { kind: "requisition", words: args[0], board: board([line()]) };
    });
    await openCounter();
    await scan("WRONG");
    await answered();
    expect(".o_said").toHaveClass("o_said_bad");
    expect(".o_said").toHaveText(/Belongs to another requisition/);
    expect(".modal").toHaveCount(0);
    expect("#o_aftersales_scan").toBeFocused();
    expect("#o_aftersales_scan").toHaveValue("");
    await scan("LL-3");
    await answered();
    expect(".o_said").toHaveClass("o_said_open");
});

test("each scan says for which requisition and which step it is", async () => {
    onRpc("aftersales.issue.counter", "scan", ({ args, kwargs }) => {
        expect.step(`${args[0]} ${kwargs.requisition_id} ${kwargs.step}`);
        return { kind: "requisition", words: args[0], board: board([line()]) };
    });
    await openCounter();
    await scan("LL-3");
    await answered();
    await contains(".o_steps .btn:contains('Take Back')").click();
    await scan("SN-1");
    await answered();
    expect.verifySteps(["LL-3 false issue", "SN-1 3 return"]);
});

test("an empty scan asks nothing", async () => {
    onRpc("aftersales.issue.counter", "scan", () => expect.step("scan"));
    await openCounter();
    await scan("   ");
    await answered();
    expect.verifySteps([]);
});

test("a short part shows what can be had instead, a second click hides it", async () => {
    const short = line({ short: 2 });
    onRpc("aftersales.issue.counter", "scan", () => ({
        kind: "requisition",
        words: "LL-3",
        board: board([short]),
    }));
    onRpc("aftersales.issue.counter", "get_shortage", ({ args }) => {
        expect.step(args[0]);
        return { substitutes: [], places: [{ id: 7, name: "青岛", quantity: 1 }] };
    });
    await openCounter();
    await scan("LL-3");
    await answered();
    await contains(".o_lines .btn-warning").click();
    await answered();
    expect.verifySteps([short.id]);
    expect(".o_short").toHaveText(/青岛/);
    await contains(".o_lines .btn-warning").click();
    expect(".o_short").toHaveCount(0);
});
