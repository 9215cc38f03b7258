import { registry } from "@web/core/registry";
import { loadBundle } from "@web/core/assets";
import { Interaction } from "@web/public/interaction";

/** The page of technicians on a page of the portal, for people of other firms. */
export class OutsidePhone extends Interaction {
    static selector = ".o_aftersales_outside_phone";

    async willStart() {
        await loadBundle("aftersales_service.assets_phone");
    }

    start() {
        const { TechnicianDay } = odoo.loader.modules.get(
            "@aftersales_service/phone/technician_day",
        );
        this.mountComponent(this.el, TechnicianDay, { home: "/my/visits/phone" });
    }
}

registry.category("public.interactions").add("aftersales_service.outside_phone", OutsidePhone);
