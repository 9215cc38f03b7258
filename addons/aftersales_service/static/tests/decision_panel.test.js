import { describe, expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { gatherLosers, layOut } from "@aftersales_service/decision/time_line";

describe.current.tags("desktop");

const line = (kind, payer, lost = []) => ({
    kind,
    label: kind,
    payer: payer === "company" ? "Company 100%" : "Customer 100%",
    payers: [[payer, 100]],
    result: "free",
    result_label: "Free",
    sentence: `${payer} pays for ${kind}`,
    rule: "W-06",
    lost,
    provisional: payer === "company",
});

const panel = (version, cause, payer) => ({
    today: "2026-03-10",
    bars: [{ id: 1, label: "Standard", start: "2025-06-01", end: "2026-05-31", state: "running" }],
    lines: [line("part", payer, ["Repair warranty: over"]), line("labour", payer)],
    words: { state: "main", text: "Only main parts are in warranty, until 2026-05-31." },
    warnings: [],
    rights: [],
    cause,
    causes: [
        ["unknown", "Not Known Yet"],
        ["misuse", "Misuse"],
    ],
    version,
    can_redecide: true,
});

class Job extends models.Model {
    _name = "job";

    name = fields.Char();
    decision = fields.Json();

    _records = [{ id: 1, name: "first", decision: panel(1, "unknown", "company") }];
}

defineMailModels();
defineModels([Job]);

const FORM = `<form><field name="name"/><field name="decision" widget="aftersales_decision_panel"/></form>`;

test("switching the cause saves what was typed, decides again and says so", async () => {
    onRpc("job", "web_save", ({ args }) => expect.step(`save ${args[1].name}`));
    onRpc("job", "action_redecide", ({ args }) => {
        expect.step(`redecide ${args[1]}`);
        return panel(2, args[1], "customer");
    });
    await mountView({ type: "form", resModel: "job", resId: 1, arch: FORM });
    expect(".o_aftersales_payer[data-payer='company']").toHaveCount(2);
    expect(".o_aftersales_provisional").toHaveCount(2);
    expect(".o_aftersales_panel_words").toHaveText(/Only main parts/);

    await contains(".o_field_widget[name=name] input").edit("second");
    await click(".o_aftersales_cause[data-cause='misuse']");
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["save second", "redecide misuse"]);
    expect("[role=status]:first").toHaveText(/2.*Misuse/);
});

test("why not others is folded until it is asked for", async () => {
    await mountView({ type: "form", resModel: "job", resId: 1, arch: FORM });
    expect(".o_aftersales_losers").toHaveCount(0);
    await contains(".o_aftersales_more").click();
    expect(queryAllTexts(".o_aftersales_losers li")).toEqual(["Repair warranty: over (part)"]);
    expect(".o_aftersales_more").toHaveAttribute("aria-expanded", "true");
});

test("the time line holds every bar and today, and years mark it", () => {
    const drawn = layOut([{ start: "2025-01-01", end: "2025-12-31" }], "2026-07-02");
    expect(drawn.years.map((mark) => mark.year)).toEqual([2025, 2026]);
    expect(drawn.bars[0].left).toBe(0);
    expect(Math.round(drawn.bars[0].width)).toBe(50);
    expect(Math.round(drawn.today)).toBe(75);
});

test("a loser that lost for all costs names none", () => {
    const all = gatherLosers([
        line("part", "company", ["over"]),
        line("labour", "company", ["over"]),
    ]);
    expect(all).toEqual([{ sentence: "over", costs: [] }]);
});
