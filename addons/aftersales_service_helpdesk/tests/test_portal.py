from odoo import Command, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import TicketCommon

# Every route of helpdesk_mgmt; each is attacked below.
ROUTES = {
    "/ticket/close",
    "/new/ticket",
    "/submitted/ticket",
    "/my/tickets",
    "/my/tickets/page/<int:page>",
    "/my/ticket/<int:ticket_id>",
    "/my/ticket/<int:ticket_id>/<access_token>",
}
SECRET = "我家的电机异响"


class PortalCommon(TicketCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.me = cls.make_portal_user("as_me", cls.customer)
        cls.theirs = cls.env["res.partner"].create(
            {"name": "别家公司", "is_company": True}
        )
        cls.other = cls.make_portal_user("as_other", cls.theirs)
        cls.ticket = cls.make_ticket(name=SECRET).sudo()
        cls.new = cls.ticket.stage_id

    @classmethod
    def make_portal_user(cls, login, company):
        partner = cls.env["res.partner"].create(
            {"name": login, "parent_id": company.id}
        )
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": login,
                "partner_id": partner.id,
                "group_ids": [Command.set([cls.env.ref("base.group_portal").id])],
            }
        )

    def page(self, path, login="as_me"):
        self.authenticate(login, login)
        return self.url_open(path)

    def post(self, path, login="as_me", files=None, **values):
        self.authenticate(login, login)
        values["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(path, data=values, files=files)

    def close(self, ticket, stage=None, login="as_me"):
        stage = stage or self.done
        return self.post("/ticket/close", login, ticket_id=ticket.id, stage_id=stage.id)

    def submit(self, login="as_me", **values):
        """The ticket that a customer's form made, or nothing."""
        before = self.env["helpdesk.ticket"].search([])
        values = {"subject": "新票", "description": "异响"} | values
        answer = self.post("/submitted/ticket", login, **values)
        self.env.invalidate_all()
        return answer, self.env["helpdesk.ticket"].search([]) - before


@tagged("post_install", "-at_install")
class TestStrangers(PortalCommon):
    """Two customers who attack each other's tickets."""

    def test_every_route_of_the_helpdesk_is_known_here(self):
        below = {"base", "web", "http_routing", "auth_signup", "mail", "portal"}

        def routes(addons):
            rules = http._generate_routing_rules(addons, nodb_only=False)
            return {url for url, _endpoint in rules}

        found = routes(below | {"helpdesk_mgmt"}) - routes(below)
        self.assertEqual(found, ROUTES)

    # --- /ticket/close

    def test_owner_closes_his_ticket(self):
        answer = self.close(self.ticket)
        self.assertTrue(answer.url.endswith(f"/my/ticket/{self.ticket.id}"))
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_stranger_does_not_close_it(self):
        for ticket_id in (self.ticket.id, 999999999, "", "x", -1):
            answer = self.post(
                "/ticket/close",
                "as_other",
                ticket_id=ticket_id,
                stage_id=self.done.id,
            )
            self.assertTrue(answer.url.endswith("/my"), ticket_id)
        self.assertEqual(self.ticket.stage_id, self.new)

    def test_follower_reads_but_does_not_close(self):
        self.ticket.message_subscribe(self.other.partner_id.ids)
        page = self.page(f"/my/ticket/{self.ticket.id}", "as_other")
        self.assertIn(SECRET, page.text)
        self.assertNotIn("/ticket/close", page.text)
        self.close(self.ticket, login="as_other")
        self.assertEqual(self.ticket.stage_id, self.new)

    def test_link_to_the_route_closes_nothing(self):
        path = f"/ticket/close?ticket_id={self.ticket.id}&stage_id={self.done.id}"
        with mute_logger("odoo.http"):
            self.assertEqual(self.page(path).status_code, 405)
        self.assertEqual(self.ticket.stage_id, self.new)

    def test_form_of_another_site_closes_nothing(self):
        self.authenticate("as_me", "as_me")
        data = {"ticket_id": self.ticket.id, "stage_id": self.done.id}
        with mute_logger("odoo.http"):
            answer = self.url_open("/ticket/close", data=data)
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.ticket.stage_id, self.new)

    def test_nobody_closes_it_without_login(self):
        self.authenticate(None, None)
        data = {
            "ticket_id": self.ticket.id,
            "stage_id": self.done.id,
            "csrf_token": http.Request.csrf_token(self),
        }
        self.assertIn("/web/login", self.url_open("/ticket/close", data=data).url)
        self.assertEqual(self.ticket.stage_id, self.new)

    def test_stages_that_are_not_for_this_ticket_are_refused(self):
        stages = self.env["helpdesk.ticket.stage"]
        team = self.env["helpdesk.ticket.team"].create({"name": "别的团队"})
        company = self.env["res.company"].create({"name": "二厂"})
        closing = {"closed": True, "close_from_portal": True}
        strange = stages.create(
            [
                closing | {"name": "团队的", "team_ids": [Command.set(team.ids)]},
                closing | {"name": "公司的", "company_id": company.id},
                {"name": "内部的", "closed": True},
            ]
        )
        for stage in strange:
            self.close(self.ticket, stage)
            self.assertEqual(self.ticket.stage_id, self.new, stage.name)

    def test_closed_ticket_is_not_closed_again(self):
        self.close(self.ticket)
        cancelled = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        cancelled.mail_template_id = False
        self.close(self.ticket, cancelled)
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_colleague_without_the_role_does_not_close_it(self):
        """Every employee may read tickets that he follows, not close them."""
        self.ticket.message_subscribe(self.inspector.partner_id.ids)
        self.inspector.password = "as_auditor"
        self.close(self.ticket, login="as_auditor")
        self.assertEqual(self.ticket.stage_id, self.new)
        self.dispatcher.password = "as_dispatcher"
        self.close(self.ticket, login="as_dispatcher")
        self.assertEqual(self.ticket.stage_id, self.done)

    # --- /my/tickets, /my/ticket

    def test_list_shows_ones_own(self):
        for path in ("/my/tickets", "/my/tickets/page/1"):
            self.assertIn(SECRET, self.page(path).text)
            self.assertNotIn(SECRET, self.page(path, "as_other").text)
        for path in ("?search=电机&search_in=name", "?groupby=stage", "?sortby=stage"):
            page = self.page(f"/my/tickets{path}", "as_other")
            self.assertEqual(page.status_code, 200)
            self.assertNotIn(SECRET, page.text)

    def test_nonsense_in_the_address_is_no_error_page(self):
        for query in (
            "sortby=nonsense",
            "groupby=nonsense",
            "filterby=nonsense",
            "search=x&search_in=nonsense",
            "date_begin=x&date_end=y",
        ):
            page = self.page(f"/my/tickets?{query}")
            self.assertEqual(page.status_code, 200, query)

    def test_stranger_does_not_see_the_ticket(self):
        token = self.ticket._portal_ensure_token()
        other = self.make_ticket(partner_id=self.theirs.id).sudo()
        wrong = other._portal_ensure_token()
        for path in ("", "/0", f"/{wrong}", f"?access_token={wrong}"):
            page = self.page(f"/my/ticket/{self.ticket.id}{path}", "as_other")
            self.assertNotIn(SECRET, page.text, path)
            self.assertTrue(page.url.endswith("/my"), path)
        self.authenticate(None, None)
        url = f"/my/ticket/{self.ticket.id}"
        self.assertNotIn(SECRET, self.url_open(url).text)
        self.assertIn(SECRET, self.url_open(f"{url}/{token}").text)

    def test_link_goes_with_the_customer(self):
        self.authenticate(None, None)
        url = f"/my/ticket/{self.ticket.id}/{self.ticket._portal_ensure_token()}"
        self.ticket.partner_id = self.theirs
        self.assertNotIn(SECRET, self.url_open(url).text)

    def test_link_shows_no_buttons_and_no_service_order(self):
        order = self.make_job(self.ticket.with_user(self.dispatcher))
        self.authenticate(None, None)
        url = f"/my/ticket/{self.ticket.id}/{self.ticket._portal_ensure_token()}"
        page = self.url_open(url).text
        self.assertNotIn("/ticket/close", page)
        self.assertNotIn(order.name, page)

    def test_owner_sees_his_service_order_and_the_buttons(self):
        order = self.make_job(self.ticket.with_user(self.dispatcher))
        page = self.page(f"/my/ticket/{self.ticket.id}").text
        self.assertIn(f'href="/my/service/{order.id}"', page)
        self.assertIn('action="/ticket/close"', page)
        self.assertIn('method="POST"', page)

    def test_files_of_internal_notes_stay_inside(self):
        files = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": b"x",
                    "res_model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                }
                for name in ("成本.xls", "说明书.pdf", "底价.doc")
            ]
        )
        post = self.ticket.message_post
        post(body="内部", subtype_xmlid="mail.mt_note", attachment_ids=files[0].ids)
        post(body="请看", subtype_xmlid="mail.mt_comment", attachment_ids=files[1].ids)
        page = self.page(f"/my/ticket/{self.ticket.id}").text
        self.assertIn("说明书.pdf", page)
        self.assertNotIn("成本.xls", page)
        self.assertNotIn("底价.doc", page)

    def test_stranger_gets_no_file(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "照片.txt",
                "raw": b"secret",
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
            }
        )
        with mute_logger("odoo.http"):
            answer = self.page(f"/web/content/{file.id}", "as_other")
        self.assertEqual(answer.status_code, 404)

    # --- /new/ticket, /submitted/ticket

    def test_form_opens(self):
        self.assertIn("/submitted/ticket", self.page("/new/ticket").text)

    def test_customer_writes_a_ticket_with_a_file(self):
        photo = [("attachment", ("照片.txt", b"x", "text/plain"))]
        answer, ticket = self.submit(files=photo)
        self.assertEqual(ticket.partner_id, self.me.partner_id)
        self.assertEqual(ticket.company_id, self.company)
        self.assertIn("照片.txt", answer.text)
        self.assertNotIn(
            "照片.txt", self.page(f"/my/ticket/{ticket.id}", "as_other").text
        )

    def test_link_to_the_route_writes_nothing(self):
        with mute_logger("odoo.http"):
            page = self.page("/submitted/ticket?subject=x&description=y")
        self.assertEqual(page.status_code, 405)

    def test_empty_form_is_asked_again(self):
        answer, ticket = self.submit(subject=" ")
        self.assertFalse(ticket)
        self.assertTrue(answer.url.endswith("/new/ticket"))

    def test_only_offered_teams_and_categories(self):
        self.company.write(
            {
                "helpdesk_mgmt_portal_select_team": True,
                "helpdesk_mgmt_portal_select_category": True,
            }
        )
        company = self.env["res.company"].create({"name": "二厂"})
        models = {
            "team": self.env["helpdesk.ticket.team"],
            "category": self.env["helpdesk.ticket.category"],
        }
        for name, model in models.items():
            offered, hidden, foreign = model.create(
                [
                    {"name": "开放"},
                    {"name": "内部", "show_in_portal": False},
                    {"name": "二厂的", "company_id": company.id},
                ]
            )
            _answer, ticket = self.submit(**{name: offered.id})
            self.assertEqual(ticket[f"{name}_id"], offered)
            for wrong in (hidden.id, foreign.id, 999999999, "x"):
                with mute_logger("odoo.http"):
                    answer, ticket = self.submit(**{name: wrong})
                self.assertEqual(answer.status_code, 403, (name, wrong))
                self.assertFalse(ticket)

    def test_nothing_is_offered_that_the_company_does_not_offer(self):
        category = self.env["helpdesk.ticket.category"].create({"name": "开放"})
        with mute_logger("odoo.http"):
            answer, ticket = self.submit(category=category.id)
        self.assertEqual(answer.status_code, 403)
        self.assertFalse(ticket)

    # --- over RPC

    def rpc(self, method, *arguments, login="as_other"):
        self.authenticate(login, login)
        params = {
            "model": "helpdesk.ticket",
            "method": method,
            "args": arguments,
            "kwargs": {},
        }
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/web/dataset/call_kw/helpdesk.ticket/{method}",
                json={"params": params},
            ).json()

    def test_stranger_neither_reads_nor_writes(self):
        ids = self.ticket.ids
        self.assertIn("error", self.rpc("read", ids, ["name"]))
        self.assertIn("error", self.rpc("write", ids, {"stage_id": self.done.id}))
        self.assertIn("error", self.rpc("action_aftersales_create_order", ids))
        self.assertIn("error", self.rpc("action_view_aftersales_orders", ids))
        self.assertIn("error", self.rpc("action_view_aftersales_requisitions", ids))

    def test_owner_reads_nothing_internal(self):
        ids = self.ticket.ids
        fields = [n for n in self.ticket._fields if n.startswith("aftersales_")]
        self.assertTrue(fields)
        for name in fields:
            self.assertIn("error", self.rpc("read", ids, [name], login="as_me"), name)
        create = self.rpc("action_aftersales_create_order", ids, login="as_me")
        self.assertIn("error", create)
        self.assertFalse(self.ticket.aftersales_order_ids)
