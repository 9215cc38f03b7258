import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

// From what is in order to what somebody must see to; income, cost and directions apart.
const COLORS = {
    now: "#2e7d5b",
    week: "#7fb069",
    month: "#e6b450",
    quarter: "#d9822b",
    older: "#a4262c",
    income: "#2e7d5b",
    cost: "#a4262c",
    open: "#a4262c",
    reasoned: "#e6b450",
};
const OTHER = "#5c636a";
const ROW = 34; // pixels of a bar with its gap
const AXIS = 34;

/** The cells of a panel as stacked bars, one for each row; a bar opens its list. */
export class TreasuryChart extends Component {
    static template = "aftersales_service.TreasuryChart";
    static props = { panel: Object, format: Function, open: Function };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const chart = new Chart(this.canvas.el, this.getConfig());
                return () => chart.destroy();
            },
            () => [this.props.panel],
        );
    }

    get height() {
        return AXIS + this.props.panel.rows.length * ROW;
    }

    getConfig() {
        const { rows, columns } = this.props.panel;
        return {
            type: "bar",
            data: {
                labels: rows.map((row) => row.label),
                datasets: columns.map((column, at) => ({
                    label: column.label,
                    data: rows.map((row) => row.cells[at].amount),
                    backgroundColor: COLORS[column.key] || OTHER,
                    maxBarThickness: 22,
                })),
            },
            options: this.getOptions(),
        };
    }

    getOptions() {
        const { rows, columns } = this.props.panel;
        const scheme = cookie.get("color_scheme");
        const ink = getCustomColor(scheme, "#111827", "#E4E4E4");
        const grid = getCustomColor(scheme, "#d8dadd", "#3C3E4B");
        return {
            indexAxis: "y",
            animation: false,
            maintainAspectRatio: false,
            onClick: (_ev, [hit]) => {
                if (hit) {
                    const row = rows[hit.index];
                    this.props.open(row.cells[hit.datasetIndex].domain, [
                        row.label,
                        columns[hit.datasetIndex].label,
                    ]);
                }
            },
            plugins: {
                legend: { display: false },
                tooltip: {
                    callbacks: {
                        label: (item) => `${item.dataset.label}: ${this.props.format(item.raw)}`,
                    },
                },
            },
            scales: {
                x: {
                    stacked: true,
                    grid: { color: grid },
                    ticks: { color: ink, maxTicksLimit: 5, callback: (v) => this.shorten(v) },
                },
                y: { stacked: true, grid: { display: false }, ticks: { color: ink } },
            },
        };
    }

    shorten(value) {
        return new Intl.NumberFormat(document.documentElement.lang || undefined, {
            notation: "compact",
        }).format(value);
    }
}
