import { registry } from "@web/core/registry";

const PAGE = ".o_aftersales_reconcile";
const RED = `${PAGE} .o_reconcile_line[data-open='1']`;

registry.category("web_tour.tours").add("aftersales_reconcile_board", {
    steps: () => [
        {
            content: "the red cell says why, and who can mend it",
            trigger: `${RED} .o_reconcile_cell[data-cell='quote'][data-colour='red']`,
        },
        { trigger: `${RED} .o_reconcile_why:contains('113.00')` },
        {
            content: "totals of the choice stand in the head",
            trigger: `${PAGE} .o_reconcile_totals:contains('113.00')`,
        },
        { trigger: `${RED} .o_reconcile_mark`, run: "click" },
        { trigger: `${PAGE} .o_reconcile_give`, run: "click" },
        { trigger: `${PAGE} .o_reconcile_reason`, run: "selectByIndex 1" },
        { trigger: `${PAGE} .o_reconcile_note`, run: "edit 王经理电话同意" },
        { trigger: `${PAGE} .o_reconcile_confirm`, run: "click" },
        {
            content: "nothing keeps a month open any more",
            trigger: `${PAGE} .o_reconcile_none`,
        },
        { trigger: `${PAGE} .o_reconcile_open input`, run: "click" },
        { trigger: `${PAGE} .o_reconcile_line[data-open='0']:contains('王经理电话同意')` },
    ],
});

registry.category("web_tour.tours").add("aftersales_reconcile_phone", {
    steps: () => [
        {
            content: "cards fit the telephone",
            trigger: `${RED} .o_reconcile_cell[data-colour='red']`,
            run() {
                const wide = document.querySelector(`${PAGE} .o_reconcile_body`);
                if (wide.scrollWidth > wide.clientWidth + 1) {
                    throw new Error(`wider than the screen: ${wide.scrollWidth}`);
                }
            },
        },
    ],
});
