import { describe, expect, test } from "@odoo/hoot";
import { getBars, getHeat, getTop, sumAges } from "@aftersales_service/reserve/triangle";

describe.current.tags("desktop");

const row = (month, units, cells, more = {}) => ({
    month,
    units,
    cells,
    rate: 0,
    unit_cost: 0,
    unit_rest: 0,
    unit_low: 0,
    unit_high: 0,
    ...more,
});

test("columns are parts of the tallest", () => {
    const bars = getBars([
        row("2026-01", 10, [], { unit_cost: 40, unit_high: 40, rate: 5 }),
        row("2026-02", 10, [], { unit_cost: 20, unit_rest: 30, unit_low: 35, unit_high: 80 }),
    ]);
    expect(bars.map((bar) => [bar.paid, bar.rest, bar.low, bar.high])).toEqual([
        [50, 0, 0, 50],
        [25, 37.5, 43.75, 100],
    ]);
    expect(bars.map((bar) => bar.rate)).toEqual([100, 0]);
});

test("nothing sold, nothing spent, and more paid back than spent", () => {
    expect(getBars([])).toEqual([]);
    expect(getTop([], "rate")).toBe(0);
    expect(getHeat([row("2026-01", 0, [0])], row("2026-01", 0, [0]), 0)).toBe(0);
    expect(getBars([row("2026-01", 2, [], { unit_cost: -5 })])[0].paid).toBe(0);
});

test("heat is the cost of a unit, so that big months are not warmer", () => {
    const rows = [row("2026-01", 100, [1000, 500]), row("2026-02", 10, [200])];
    expect(getHeat(rows, rows[1], 0)).toBe(100);
    expect(getHeat(rows, rows[0], 0)).toBe(50);
    expect(getHeat(rows, rows[0], 1)).toBe(25);
    expect(getHeat(rows, rows[1], 1)).toBe(0);
});

test("ages are summed over the months that reached them", () => {
    expect(sumAges([row("1", 1, [5, 3]), row("2", 1, [4])], 2)).toEqual([9, 3]);
});

test("labels leave room", () => {
    const rows = Array.from({ length: 36 }, (_, place) => row(`m${place}`, 1, []));
    const labels = getBars(rows)
        .map((bar) => bar.label)
        .filter(Boolean);
    expect(labels).toEqual(["m0", "m6", "m12", "m18", "m24", "m30"]);
});
