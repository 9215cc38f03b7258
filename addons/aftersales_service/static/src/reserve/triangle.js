// Heights and colours of the pictures of a warranty reserve.
// Plain functions without Odoo, so that they can be tested by themselves.

export function getTop(rows, name) {
    return Math.max(...rows.map((row) => row[name]), 0);
}

/**
 * Columns by month of sale: what a unit cost so far, what is still expected, the range of
 * both together, and jobs per 100 sold; all in per cent of the tallest column.
 */
export function getBars(rows) {
    const cost = getTop(rows, "unit_high") || getTop(rows, "unit_cost") || 1;
    const rate = getTop(rows, "rate") || 1;
    const step = Math.ceil(rows.length / 6);
    return rows.map((row, place) => ({
        row,
        paid: Math.max((100 * row.unit_cost) / cost, 0),
        rest: Math.max((100 * row.unit_rest) / cost, 0),
        low: Math.max((100 * row.unit_low) / cost, 0),
        high: Math.max((100 * row.unit_high) / cost, 0),
        rate: (100 * row.rate) / rate,
        label: place % step ? "" : row.month,
    }));
}

/**
 * How warm a cell is, in per cent: its cost for each unit sold against the dearest cell.
 */
export function getHeat(rows, row, age) {
    const each = (one, cost) => (one.units ? cost / one.units : 0);
    const top = Math.max(...rows.flatMap((one) => one.cells.map((cost) => each(one, cost))), 0);
    return top ? Math.round((100 * Math.max(each(row, row.cells[age] || 0), 0)) / top) : 0;
}

/** Costs of each age, of all months of sale that have reached it. */
export function sumAges(rows, ages) {
    return Array.from({ length: ages }, (_, age) =>
        rows.reduce((sum, row) => sum + (row.cells[age] || 0), 0),
    );
}
