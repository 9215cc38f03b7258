import { describe, expect, test } from "@odoo/hoot";
import { click, manuallyDispatchProgrammaticEvent, press, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

import { getReasons, getWarnings, formatMinute } from "@aftersales_service/board/reasons";

describe.current.tags("desktop");

const LI = { id: 1, name: "李强", shift: [480, 1080] };
const ZHAO = { id: 2, name: "赵刚", shift: [480, 720] };

class Unit extends models.Model {
    _name = "aftersales.unit";
}

class Board extends models.Model {
    _name = "aftersales.day.board";
}

class Order extends models.Model {
    _name = "aftersales.order";

    name = fields.Char();

    _records = [{ id: 5, name: "FW-5" }];
    _views = { form: `<form><field name="name"/></form>` };
}

defineMailModels();
defineModels([Unit, Board, Order]);

const makeBoard = (values = {}) => ({
    day: "2026-03-10",
    today: "2026-03-10",
    now: 600,
    opens: 480,
    ends: 1080,
    hours: 2,
    technicians: [LI, ZHAO],
    visits: [],
    calls: [],
    refusals: {},
    warnings: {},
    ...values,
});

const call = { kind: "call", id: 5, orderId: 5, needs: "motor", length: 60 };
const visit = (values) => ({
    id: 9,
    name: "PG-9",
    technician: 1,
    helpers: [],
    start: 600,
    length: 120,
    needs: "motor",
    ...values,
});

test("a free hour inside the shift has no reason against it", () => {
    expect(getReasons(makeBoard(), call, LI, 600)).toEqual([]);
});

test("a visit at that hour refuses the drop, also where the man only helps", () => {
    const own = makeBoard({ visits: [visit()] });
    expect(getReasons(own, call, LI, 660)).toHaveLength(1);
    expect(getReasons(own, call, LI, 720)).toEqual([]);
    const helping = makeBoard({ visits: [visit({ technician: 2, helpers: [1] })] });
    expect(getReasons(helping, call, LI, 660)).toHaveLength(1);
});

test("a visit does not stand in its own way when it is moved", () => {
    const board = makeBoard({ visits: [visit()] });
    const moved = { kind: "visit", visitId: 9, needs: "motor", length: 120 };
    expect(getReasons(board, moved, LI, 615)).toEqual([]);
});

test("outside the shift, forbidden by the grade and too late are told apart", () => {
    const board = makeBoard({ refusals: { motor: { 2: ["赵刚 may not do this."] } } });
    const reasons = getReasons(board, { ...call, due: 630, due_text: "10:30" }, ZHAO, 690);
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toBe("赵刚 may not do this.");
});

test("a warning is asked for once: not for whom the visit has already", () => {
    const board = makeBoard({ warnings: { motor: { 1: ["No certificate."] } } });
    expect(getWarnings(board, call, LI)).toEqual(["No certificate."]);
    expect(getWarnings(board, { ...call, technician: 1 }, LI)).toEqual([]);
});

test("minutes read as clock times", () => {
    expect([0, 75, 1439, -5].map(formatMinute)).toEqual(["00:00", "01:15", "23:59", "00:00"]);
});

const CALL = { id: 5, name: "FW-5", customer: "齐鲁泵业", needs: "motor", fault: "异响" };

async function openBoard(board) {
    onRpc("aftersales.unit", "search_read", () => []);
    onRpc("aftersales.day.board", "get_day_board", () => {
        expect.step("read");
        return board;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "aftersales_service.day_board",
    });
    await animationFrame();
}

test("keys alone: choose the call, open it, close it", async () => {
    onRpc("aftersales.day.board", "dispatch", () => {
        expect.step("dispatch");
        return { type: "ir.actions.act_window_close" };
    });
    await openBoard(makeBoard({ calls: [CALL] }));
    expect.verifySteps(["read"]);
    await press("ArrowDown");
    await animationFrame();
    expect("[data-item='call-5']").toBeFocused();
    await press("a");
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["dispatch", "read"]);
});

test("a drop that is refused asks the server nothing and says why", async () => {
    onRpc("aftersales.day.board", "assign", () => expect.step("assign"));
    const board = makeBoard({ calls: [CALL], visits: [visit({ start: 480, length: 600 })] });
    board.technicians = [LI];
    await openBoard(board);
    const dataTransfer = new DataTransfer();
    const send = (target, type) =>
        manuallyDispatchProgrammaticEvent(queryOne(target), type, { dataTransfer });
    await send("[data-item='call-5']", "dragstart");
    await send(".o_aftersales_lane", "dragover");
    await animationFrame();
    expect(".o_aftersales_lane").toHaveClass("o_aftersales_refuses");
    await send(".o_aftersales_lane", "drop");
    await animationFrame();
    expect(".o_notification").toHaveText(/李强/);
    expect.verifySteps(["read"]);
});

test("a finger on a call opens it beside the board", async () => {
    await openBoard(makeBoard({ calls: [CALL] }));
    expect.verifySteps(["read"]);
    await click("[data-item='call-5']");
    await animationFrame();
    await animationFrame();
    expect(".o_aftersales_beside .o_form_view").toHaveCount(1);
    expect(".o_aftersales_beside .o_field_widget[name=name] input").toHaveValue("FW-5");
});
