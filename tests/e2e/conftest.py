"""A real server on a port of its own, and people who press buttons at the same moment."""

import json
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from workshop.database import run_program
from workshop.places import LOGS, free_port

PORT = free_port()
PEOPLE = """
from odoo import Command
group = "aftersales_service.aftersales_service_group_"
company = env.company
def person(login, *roles):
    return env["res.users"].with_context(no_reset_password=True).create({
        "name": login, "login": login, "password": login, "lang": "en_US",
        "group_ids": [Command.set([env.ref("base.group_user").id] + [env.ref(group + r).id for r in roles])],
    })
for login, role in {"desk1": "dispatcher", "desk2": "dispatcher", "tech": "technician",
                    "keeper1": "warehouse", "keeper2": "warehouse",
                    "money1": "finance", "money2": "finance", "boss": "manager"}.items():
    person(login, role)
labour = env["product.product"].create({"name": "labour", "type": "service", "list_price": 120, "invoice_policy": "delivery"})
part = env["product.product"].create({"name": "part", "barcode": "PART-1", "is_storable": True, "aftersales_is_part": True,
                                      "list_price": 28, "standard_price": 11, "invoice_policy": "delivery"})
company.aftersales_labour_product_id = labour
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
env["stock.quant"]._update_available_quantity(part, warehouse.lot_stock_id, 100)
technician = env["aftersales.technician"].create({
    "name": "tech", "examined": True, "user_id": env["res.users"].search([("login", "=", "tech")]).id})
customer = env["res.partner"].create({"name": "customer", "is_company": True, "email": "customer@customer.example"})
machine = env["product.product"].create({"name": "machine", "is_storable": True, "tracking": "serial", "aftersales_is_device": True})
env["aftersales.device"]._register_batch([{"serial": "E2E-1", "product_id": machine.id, "partner_id": customer.id}])
buyer = env["res.partner"].create({"name": "buyer", "parent_id": customer.id, "email": "buyer@customer.example"})
env["res.users"].with_context(no_reset_password=True).create({
    "name": "buyer", "login": "buyer", "password": "buyer", "lang": "en_US", "partner_id": buyer.id,
    "group_ids": [Command.set([env.ref("base.group_portal").id])],
})
person("gate").group_ids += env.ref("base.group_system")
domain = env["mail.alias.domain"].create({"name": "repairs.example"})
company.alias_domain_id = domain
env["aftersales.unit"].create({"name": "unit", "code": "E2E", "alias_name": "service"})
env.cr.commit()
"""


class Person:
    """Somebody logged in, calling methods as the web client does."""

    def __init__(self, database, login):
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self.post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": login},
        )

    def post(self, path, params):
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}{path}",
            json.dumps({"params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        answer = json.load(self.opener.open(request, timeout=120))
        return answer.get("result"), answer.get("error")

    def page(self, path):
        """Text of a page."""
        url = f"http://127.0.0.1:{PORT}{path}"
        return self.opener.open(url, timeout=120).read().decode()

    def send(self, path, **values):
        """POST of a form as its script sends it: the answer of the page."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}{path}",
            urllib.parse.urlencode({"reply": "json"} | values).encode(),
        )
        return json.load(self.opener.open(request, timeout=120))

    def call(self, model, method, *args, **kwargs):
        """(result, error message)."""
        result, error = self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )
        return result, error and error["data"]["message"]

    def make(self, model, vals):
        result, error = self.call(model, "create", [vals])
        assert not error, error
        return result[0]


def together(*calls):
    """Run ``calls`` in threads that start at the same moment; their answers in order."""
    barrier, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        barrier.wait()
        answers[index] = call()

    threads = [
        threading.Thread(target=run, args=(index, call))
        for index, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture(scope="session")
def server(odoo, ours):
    """Name of a database that a server of its own serves."""
    name = "aftersales_e2e"
    odoo.copy(ours, name)
    run_program(odoo, name, PEOPLE)
    log = (LOGS / "e2e-server.log").open("wb")
    process = subprocess.Popen(
        odoo.command("server", name, f"--http-port={PORT}", "--max-cron-threads=0"),
        env=odoo.environment,
        stdout=log,
        stderr=log,
    )
    try:
        _wait()
        yield name
    finally:
        process.terminate()
        process.wait()
        log.close()
        odoo.drop(name)


def _wait():
    for _attempt in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/web/login", timeout=60)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise AssertionError("the server did not answer")


@pytest.fixture
def people(server):
    """``people(login)``: somebody logged in."""
    return lambda login: Person(server, login)
