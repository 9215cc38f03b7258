import { describe, expect, test } from "@odoo/hoot";

import { exchange } from "@aftersales_service/phone/exchange";

describe.current.tags("headless");

const fit = { instead: 7, instead_name: "链条0.5m", ratio: 2, step: 1 };

test("as many as serve, also of a part that the phone does not list", () => {
    expect(exchange(3, fit)).toEqual({ product_id: 7, name: "链条0.5m", quantity: 6 });
    expect(exchange(4, { ...fit, ratio: 1 / 3 }).quantity).toBe(2);
    expect(exchange(3, { ...fit, ratio: 1 / 3 }).quantity).toBe(1);
});

test("what is no piece is not rounded to pieces", () => {
    expect(exchange(1, { ...fit, ratio: 0.25, step: 0.01 }).quantity).toBe(0.25);
    expect(exchange(1, { ...fit, ratio: 1 / 3, step: 0.01 }).quantity).toBe(0.34);
    expect(exchange(2.5, { ...fit, ratio: 1, step: 1 }).quantity).toBe(2.5);
});

test("nothing is taken where nothing fits, and a day of before has no steps", () => {
    expect(exchange(1, undefined)).toBe(undefined);
    expect(exchange(1, { ...fit, instead: false })).toBe(undefined);
    expect(exchange(1, { instead: 7, instead_name: "x", ratio: 1.5 }).quantity).toBe(2);
});
