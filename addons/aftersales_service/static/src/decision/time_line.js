// Where bars, years and today stand on the time line, as percentages of its width.
// Plain functions without Odoo, so that they can be tested by themselves.

const MOST_YEARS = 8;

const day = (text) => Date.parse(`${text}T00:00:00Z`) / 86400000;
const firstOfYear = (year) => day(`${String(year).padStart(4, "0")}-01-01`);
const yearOf = (text) => Number(text.slice(0, 4));

/**
 * Whole years around every bar and today, so that the axis can be labelled with years.
 */
function getAxis(bars, today) {
    const years = [today, ...bars.flatMap((bar) => [bar.start, bar.end])].map(yearOf);
    const first = Math.min(...years);
    const last = Math.max(...years);
    const start = firstOfYear(first);
    return { first, last, start, length: firstOfYear(last + 1) - start };
}

function getYears({ first, last, start, length }) {
    const step = Math.ceil((last - first + 1) / MOST_YEARS);
    const years = [];
    for (let year = first; year <= last; year += step) {
        years.push({ year, left: (100 * (firstOfYear(year) - start)) / length });
    }
    return years;
}

/**
 * @param {{start: string, end: string}[]} bars days as text, both ends included
 * @param {string} today
 */
export function layOut(bars, today) {
    const dated = bars.filter((bar) => bar.start && bar.end);
    const axis = getAxis(dated, today);
    const at = (days) => (100 * (days - axis.start)) / axis.length;
    return {
        years: getYears(axis),
        // Noon: the line stands inside the day it means.
        today: at(day(today) + 0.5),
        bars: dated.map((bar) => {
            const left = at(day(bar.start));
            return { ...bar, left, width: Math.max(at(day(bar.end) + 1) - left, 0.75) };
        }),
    };
}

/**
 * The coverages that lost, each sentence once with the costs that it concerns.
 *
 * @returns {{sentence: string, costs: string[]}[]} no costs: it lost for all of them
 */
export function gatherLosers(lines) {
    const costs = new Map();
    for (const line of lines) {
        for (const sentence of line.lost) {
            costs.set(sentence, [...(costs.get(sentence) || []), line.label]);
        }
    }
    return [...costs].map(([sentence, labels]) => ({
        sentence,
        costs: labels.length === lines.length ? [] : labels,
    }));
}
