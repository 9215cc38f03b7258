import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
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

const MODEL = "aftersales.issue.counter";

class Counter extends models.Model {
    _name = MODEL;
}

defineMailModels();
defineModels([Counter]);

const walk = (values = {}) => ({
    id: 5,
    name: "JH-5",
    state: "open",
    state_label: "Picking",
    keeper: "周仓管",
    warehouse: "总库",
    boxes: [{ id: 8, number: 3, state: "open", left: 1, problem: "", urgent: false }],
    stops: [],
    short: [],
    done: [],
    ...values,
});

const put = (box, told) => ({
    kind: "put",
    box,
    words: `Box ${box}`,
    detail: told,
    scan_id: 1,
    walk: walk(),
});

async function openWalk() {
    onRpc(MODEL, "get_walk", () => walk());
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "aftersales_picking_walk",
        params: { walk_id: 5 },
    });
    await animationFrame();
}

async function scan(code) {
    queryOne("#o_aftersales_walk_scan").value = code;
    queryOne("#o_aftersales_walk_scan").focus();
    await press("Enter");
    await animationFrame();
    await animationFrame();
}

test("the number of the box stands there after a scan", async () => {
    onRpc(MODEL, "scan_walk", () => put(3, "轴承 × 2"));
    await openWalk();
    await scan("J-1");
    expect(".o_said_right .o_box_number").toHaveText("3");
    expect(".o_said").toHaveText(/轴承 × 2/);
    expect(".o_box").toHaveClass("o_told");
});

test("the box that was named goes with the next scan, in their order", async () => {
    onRpc(MODEL, "scan_walk", ({ args }) => {
        expect.step(`${args[1]} ${args[3]}`);
        return put(3, "");
    });
    await openWalk();
    await scan("J-1");
    await scan("J-2");
    expect.verifySteps(["J-1 false", "J-2 3"]);
});

test("a scan whose answer was lost is sent again with its key, another is not", async () => {
    const keys = [];
    onRpc(MODEL, "scan_walk", ({ args }) => {
        keys.push(args[2]);
        if (keys.length === 1) {
            return new Response("", { status: 502 });
        }
        return put(3, "");
    });
    await openWalk();
    await scan("J-1");
    expect(".o_said").toHaveClass("o_said_bad");
    await scan("J-1");
    await scan("J-1");
    expect(keys).toHaveLength(3);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[1]).not.toBe(keys[2]);
});

test("a refusal is said without a dialog, and the next scan is one of its own", async () => {
    const keys = [];
    onRpc(MODEL, "scan_walk", ({ args }) => {
        keys.push(args[2]);
        throw makeServerError({
            type: "odoo.addons.aftersales_service.exceptions.TooMany",
            message: "That is one too many.",
        });
    });
    await openWalk();
    await scan("J-1");
    expect(".o_said").toHaveText(/That is one too many/);
    expect(".modal").toHaveCount(0);
    await scan("J-1");
    expect(keys[0]).not.toBe(keys[1]);
});

test("a box is put back by the second touch only", async () => {
    onRpc(MODEL, "put_back", ({ args }) => {
        expect.step(args[0]);
        return { waiting: [], walks: [], boxes: [] };
    });
    await openWalk();
    await contains(".o_box").click();
    await contains(".o_box_detail .btn").click();
    expect.verifySteps([]);
    await contains(".o_box_detail .btn").click();
    await animationFrame();
    expect.verifySteps([8]);
});
