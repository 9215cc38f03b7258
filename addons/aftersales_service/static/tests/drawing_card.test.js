import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, mockFetch } from "@odoo/hoot-mock";
import { contains, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { moveFrame, spanFrame, stretchFrame } from "@aftersales_service/drawing/frame";
import { DrawingCard } from "@aftersales_service/phone/drawing_card";
import { getPictures, Pictures } from "@aftersales_service/phone/pictures";

describe.current.tags("desktop");
defineMailModels();

const PIXEL =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const draw = (id, stamp = "1") => ({ id, stamp, url: `/drawing/${id}?v=${stamp}` });
let opened = 0;

function makePictures(limits) {
    opened += 1;
    return new Pictures(`test${Date.now()}`, opened, limits);
}

/** A server whose pictures are so many bytes; nothing while `down`. */
function serve({ size = 10 } = {}) {
    const server = { asked: [], down: false };
    mockFetch((url) => {
        server.asked.push(String(url));
        if (server.down) {
            throw new Error("no network");
        }
        return new Response(new Blob(["x".repeat(size)], { type: "image/png" }));
    });
    return server;
}

test("pictures of the day are there without network, others are forgotten", async () => {
    const server = serve();
    const pictures = makePictures();
    await pictures.keep([draw(1), draw(2)]);
    server.down = true;
    expect(await pictures.get(draw(1))).toMatch(/^data:image\/png/);
    await pictures.keep([draw(2)]);
    expect(await pictures.get(draw(1))).toBe("/drawing/1?v=1");
    expect(await pictures.get(draw(2))).toMatch(/^data:/);
});

test("only what is new or drawn anew is fetched", async () => {
    const server = serve();
    const pictures = makePictures();
    await pictures.keep([draw(1), draw(2)]);
    await pictures.keep([draw(1), draw(2, "2"), draw(3)]);
    expect(server.asked.length).toBe(4);
});

test("a phone keeps no more than it bears", async () => {
    serve({ size: 300 });
    const small = makePictures({ largest: 200 });
    await small.keep([draw(1)]);
    expect(await small.get(draw(1))).toBe("/drawing/1?v=1");
    const few = makePictures({ whole: 900 });
    await few.keep([draw(1), draw(2), draw(3)]);
    expect(await few.get(draw(2))).toMatch(/^data:/);
    expect(await few.get(draw(3))).toBe("/drawing/3?v=1");
});

test("a number is tapped and the part of this serial is on the list", async () => {
    patchWithCleanup(getPictures(), { get: async () => PIXEL });
    const wanted = [];
    const spot = (id, product_id, box) => ({
        id,
        product_id,
        box,
        position: String(id),
        quantity: 1,
        note: "",
    });
    const part = (id, name) => ({ id, name, code: "", unit: "个", here: 2, van: 1 });
    await mountWithCleanup(DrawingCard, {
        props: {
            drawings: [
                { ...draw(1), name: "转子", sheet: "1-2", spots: [spot(1, 11, [0, 0, 1, 1])] },
                { ...draw(2), name: "风扇", sheet: "", spots: [spot(2, 12, false)] },
            ],
            drawn: { 11: part(11, "轴承A"), 12: part(12, "风叶") },
            unfit: {
                11: {
                    state: "superseded",
                    text: "轴承A 由轴承C 替代",
                    warns: true,
                    instead: 13,
                    instead_name: "轴承C",
                    ratio: 2,
                },
            },
            wanted,
            onWant: (one, quantity) => wanted.push([one.id, one.name, quantity]),
        },
    });
    await contains(".o_aftersales_spot[data-position='1']").click();
    expect(".o_phone_drawn .alert").toHaveText("轴承A 由轴承C 替代");
    await contains(".o_phone_take_drawn").click();
    expect(wanted).toEqual([[13, "轴承C", 2]]);
    await contains("select[name='drawing']").select("2");
    await animationFrame();
    await contains(".o_phone_found[data-position='2']").click();
    await contains(".o_phone_take_drawn").click();
    expect(wanted[1]).toEqual([12, "风叶", 1]);
});

test("frames stay inside the picture", () => {
    expect(spanFrame([0.9, 0.5], [0.5, 1.4])).toEqual([0.5, 0.5, 0.4, 0.5]);
    expect(moveFrame([0.5, 0.5, 0.4, 0.4], [0.3, -0.9])).toEqual([0.6, 0, 0.4, 0.4]);
    expect(stretchFrame([0.5, 0.5, 0.2, 0.2], [0.9, -0.9], 0.01)).toEqual([0.5, 0.5, 0.5, 0.01]);
});
