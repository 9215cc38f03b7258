from odoo import Command

from ..portal.common import PortalCommon


class ContractorCommon(PortalCommon):
    """A contractor with two men and an office, another contractor; their visits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.make_firm("泉城维修服务部")
        cls.other_firm = cls.make_firm("历下维修店")
        cls.sun = cls.make_outsider("孙师傅", "as_sun", cls.firm)
        cls.qian = cls.make_outsider("钱师傅", "as_qian", cls.firm)
        cls.wu = cls.make_outsider("吴师傅", "as_wu", cls.other_firm)
        cls.office = cls.env["res.users"].create(
            {
                "name": "泉城维修服务部",
                "login": "as_office",
                "password": "as_office",
                "lang": "en_US",
                "partner_id": cls.firm.id,
                "group_ids": [Command.set([cls.env.ref("base.group_portal").id])],
            }
        )

    @classmethod
    def make_outsider(cls, name, login, firm, **vals):
        cls.people[login] = cls.make_portal_user(login, firm)
        return cls.make_technician(
            name,
            cls.people[login],
            kind="contractor",
            employer_id=firm.id,
            **vals,
        )

    def setUp(self):
        super().setUp()
        self.customer.write({"city": "济南市", "street": "高新区示例路1号"})
        self.mine = self.plan(self.sun, "孙的单子")
        self.colleague = self.plan(self.qian, "钱的单子")
        self.foreign = self.plan(self.wu, "吴的单子")
        self.ours = self.plan(self.li, "自家的单子")

    def plan(self, technician, fault):
        order = self.make_order(
            self.make_device(f"C{technician.id}"), fault=fault, service_type="c"
        )
        return self.make_visit(order, technician).sudo()

    def day(self, login="as_sun"):
        user = self.people[login]
        return (
            self.env["aftersales.technician.day"].with_user(user).get_technician_day()
        )

    def sync(self, visit, action=None, login="as_sun", values=None, uuid=None, **args):
        """One entry of a phone; returns its result."""
        entry = {
            "uuid": uuid or f"{login}-{visit.id}-{action}-{self.env.cr.now()}-{args}",
            "action": action,
            "values": values,
            "args": args or None,
        }
        user = self.people[login]
        day = self.env["aftersales.technician.day"].with_user(user)
        return day.sync(visit.id, [entry])["results"][0]

    def rpc(self, model, method, *args, **kwargs):
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": kwargs,
                }
            },
        ).json()
