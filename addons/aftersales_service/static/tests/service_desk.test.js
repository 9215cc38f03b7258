import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { animationFrame, Deferred, runAllTimers } from "@odoo/hoot-mock";
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

import { filterFaults, isNumber, newCall, prepareFacts } from "@aftersales_service/desk/call";

describe.current.tags("desktop");

class Desk extends models.Model {
    _name = "aftersales.service.desk";
}

defineMailModels();
defineModels([Desk]);

const card = (values = {}) => ({
    device: {
        id: 4,
        serial: "YJ210500000",
        name: "YJ-90L",
        has_warranty_card: true,
        invoice_number: "",
        proof_seen: "",
    },
    customer: { id: 8, name: "齐鲁泵业" },
    contact: { name: "张主任", phone: "0531-88881234" },
    site: { address: "经十路1号", area: false, distance_km: 12 },
    called_at: "2026-03-10 01:00:00",
    devices: [],
    faults: [],
    jobs: [],
    preview: {
        panel: { today: "2026-03-10", bars: [], lines: [], warnings: [], rights: [], causes: [] },
        promise: {},
        open_jobs: [],
        asks: [],
    },
    ...values,
});

async function openDesk(start = {}) {
    onRpc("aftersales.service.desk", "start", () => ({
        waiting: [],
        held: 0,
        approvals: 0,
        selections: { area: [], channel: [["phone", "Telephone"]] },
        ...start,
    }));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "aftersales_service.service_desk",
    });
    await animationFrame();
}

test("a call that is nobody's keeps number and serial apart", () => {
    expect(["0531-88881234", "13812345678", "+8613812345678"].map(isNumber)).toEqual([
        true,
        true,
        true,
    ]);
    expect(["YJ210500000", "1000000000000000001", "泵业"].map(isNumber)).toEqual([
        false,
        false,
        false,
    ]);
});

test("two calls never share a token; the facts carry what was typed", () => {
    const one = newCall({ words: "异响", distance_km: "12.5", distance_band_km: "300" });
    expect(one.token).not.toBe(newCall().token);
    const facts = prepareFacts(card(), one);
    expect(facts.device_id).toBe(4);
    expect(facts.distance_km).toBe(12.5);
    expect(facts.distance_band_km).toBe(300);
    expect(facts.serial).toBe("");
});

test("faults are found by every word, codes first", () => {
    const faults = [
        { sub: "E02", title: "漏油", words: "油封" },
        { sub: "E01", title: "异响", words: "轴承 e02" },
    ];
    expect(filterFaults(faults, "e02").map((fault) => fault.sub)).toEqual(["E02", "E01"]);
    expect(filterFaults(faults, "异响 轴承").map((fault) => fault.sub)).toEqual(["E01"]);
    expect(filterFaults(faults, "没有")).toEqual([]);
});

test("a scanner's Enter takes the answer to its own code, never to an older text", async () => {
    const first = new Deferred();
    onRpc("aftersales.service.desk", "look_up", async ({ args }) => {
        expect.step(`search ${args[0]}`);
        if (args[0] === "YJ1") {
            await first;
        }
        return [{ kind: "device", id: args[0] === "YJ1" ? 1 : 2, title: args[0], sub: "" }];
    });
    onRpc("aftersales.service.desk", "open", ({ args }) => {
        expect.step(`open ${args[1]}`);
        return card();
    });
    await openDesk();
    await contains("#desk_search").edit("YJ1", { confirm: false });
    await runAllTimers();
    await contains("#desk_search").edit("YJ2", { confirm: false });
    await press("Enter");
    first.resolve();
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["search YJ1", "search YJ2", "open 2"]);
});

async function openCall(found = card(), start = {}) {
    onRpc("aftersales.service.desk", "look_up", () => [
        { kind: "device", id: 4, title: "YJ210500000", sub: "" },
    ]);
    onRpc("aftersales.service.desk", "open", () => found);
    onRpc("aftersales.service.desk", "preview", () => found.preview);
    await openDesk(start);
    await contains("#desk_search").edit("YJ210500000", { confirm: false });
    await press("Enter");
    await animationFrame();
    await animationFrame();
}

const job = {
    ...{ id: 7, name: "FW1", state: "registered", label: "Registered", same: "Same Device" },
    ...{ fault: "异响", promised: "11-30 16:00" },
};
const cardWith = (preview) => card({ preview: { ...card().preview, ...preview } });

for (const [who, may_dispatch, count] of [
    ["a hotline operator", false, 0],
    ["a dispatcher", true, 1],
]) {
    test(`${who} dispatches ${count} open jobs from a call`, async () => {
        await openCall(cardWith({ open_jobs: [job] }), { may_dispatch });
        expect(".o_aftersales_desk_join").toHaveCount(1);
        expect(".o_aftersales_desk_join + button").toHaveCount(count);
    });
}

test("no time stands beside the question for the distance", async () => {
    const promise = { text: "11-30 23:25", missing: "" };
    await openCall(cardWith({ promise: { ...promise, missing: "How far is it?" } }));
    expect(".o_aftersales_desk_missing").toHaveText("How far is it?");
    expect(".o_aftersales_desk_promise").not.toHaveText(/23:25|told/);
});

test("where the distance is known, the time and whether it was told are shown", async () => {
    await openCall(cardWith({ promise: { text: "11-30 23:25", missing: "" } }));
    expect(".o_aftersales_desk_missing").toHaveCount(0);
    expect(".o_aftersales_desk_promise").toHaveText(/23:25/);
    expect(".o_aftersales_desk_promise").toHaveText(/told/);
});

test("Ctrl+Enter pressed twice saves one call", async () => {
    const answer = new Deferred();
    onRpc("aftersales.service.desk", "save", async () => {
        expect.step("save");
        await answer;
        return { id: 1, name: "FW-1" };
    });
    await openCall();
    await press(["Control", "Enter"]);
    await press(["Control", "Enter"]);
    answer.resolve();
    await animationFrame();
    await press(["Control", "Enter"]);
    await animationFrame();
    expect.verifySteps(["save"]);
});

test("a refused call keeps its token and all that was typed", async () => {
    const tokens = [];
    onRpc("aftersales.service.desk", "save", ({ args }) => {
        tokens.push(args[1]);
        if (tokens.length === 1) {
            throw makeServerError({ message: "Say what is wrong." });
        }
        return { id: 1, name: "FW-1" };
    });
    await openCall();
    await press(["Control", "Enter"]);
    await animationFrame();
    await animationFrame();
    expect(".o_aftersales_desk_refused").toHaveText(/Say what is wrong/);
    await press(["Control", "Enter"]);
    await animationFrame();
    await animationFrame();
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
});
