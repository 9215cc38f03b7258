"""Two dozen jobs of different kinds, each made through the buttons that people press.

Runs in an odoo shell behind `demo/company.py` and `demo/job.py`. Each job is a cell: it
has a customer and a machine of its own, so its rows can be copied without those of others.
After each cell the table ``fill_cut`` says how far the ids of every table have come.
"""

from datetime import datetime, timedelta

from freezegun import freeze_time


def first_monday(today):
    """The last whole week that lies within one year, so that no number is given twice."""
    monday = today - timedelta(days=today.weekday() + 7)
    if (monday + timedelta(days=7)).year != monday.year:
        monday -= timedelta(days=7)
    return datetime(monday.year, monday.month, monday.day)


class Clock:
    """The moment that the story has come to, for Odoo and for what PostgreSQL says is now."""

    def __init__(self):
        self.freezer = freeze_time(datetime(2000, 1, 1))
        self.frozen = self.freezer.start()

    def set(self, moment):
        env.cr.flush()  # with what is told at the end of a transaction
        self.frozen.move_to(moment)
        self.moment = env.cr._now = moment

    def later(self, **delta):
        self.set(self.moment + timedelta(**delta))


def prepare(monday):
    """Deadlines by a plain week (a holiday does not move with the weeks), prices, stock."""
    clock.set(monday - timedelta(weeks=WEEKS + 200))
    calendar = env["resource.calendar"].create(
        {"name": "Plain week", "tz": "Asia/Shanghai", "company_id": company.id}
    )
    company.resource_calendar_id = calendar
    company.stock_text_confirmation = False  # nobody is there to send it
    preset = env.ref("aftersales_service.sla_policy_ps_06")
    policy = preset._activate(company, calendar=calendar, grace_minutes=15)
    policy.version_ids.with_user(people("manager")).action_approve()
    part = env.ref(f"aftersales_service.{PART}")
    stock = env["stock.quant"]._update_available_quantity
    stock(part, warehouse.lot_stock_id, 100_000_000)
    for years in range(-1, 10):
        clock.set(monday.replace(month=1, day=2) - timedelta(days=365.25 * years))
        for sequence in env["ir.sequence"].search([("use_date_range", "=", True)]):
            sequence.next_by_id()


def create_customer(number):
    return env["res.partner"].create(
        {
            "name": f"客户{number}有限公司",
            "is_company": True,
            "phone": f"139{number}",
            "street": f"济南市历城区示例路{number}号",
            "city": "济南市",
        }
    )


def register_machine(number, product, days):
    """A customer's machine that never was in our stock, sold ``days`` ago."""
    day = clock.moment.date() - timedelta(days=days)
    months = product.aftersales_warranty_months
    vals = {
        "serial": f"V{number}",
        "product_id": product.id,
        "partner_id": create_customer(number).id,
        "ship_date": day,
        "coverage": {"months": months, "start_date": day},
    }
    return env["aftersales.device"]._register_batch([vals])


def deliver_machine(number, product, days):
    """The same through sale, serial number in stock and delivery."""
    moment = clock.moment
    clock.set(moment - timedelta(days=days))
    customer = create_customer(number)
    device = sell_machine(customer, product.default_code, f"V{number}", days=0)
    clock.set(moment)
    return device


def visit(job, cause, parts=0):
    """From sending somebody to his signature; ``parts`` are brought and built in."""
    job.dispatch(hours_ahead=1, because="熟悉现场")
    if parts:
        job.request((PART, parts + 1))
        clock.later(minutes=20)
        job.issue()
    clock.later(minutes=30)
    job.arrive(consent="张主任")
    clock.later(minutes=10)
    if cause != job.order.cause:
        job.order.with_user(job.technician).action_redecide(cause)
    used = (parts,) if parts else ()
    job.work("磨损", "更换并试机", used)
    clock.later(minutes=50)
    job.sign("张主任")
    if parts:
        job.take_back()
    clock.later(minutes=15)
    return job


def finish(job, kind, cause):
    """The visits of a job of this ``kind``, its quotation where somebody pays, its end."""
    paid = kind.startswith(("paid", "misuse", "finished"))
    bare = kind == "free"
    visit(job, cause, parts=0 if bare else 1)
    if kind.endswith("_twice"):
        clock.later(days=1)
        visit(job, cause, parts=0)
    if kind == "finished":
        return
    if paid:
        job.quote()
        clock.later(hours=1)
    job.close()


def tell(number, kind, product, days, fault, cause, area):
    """One cell."""
    product = env["product.product"].search([("default_code", "=", product)], limit=1)
    make = deliver_machine if kind == "sold" else register_machine
    device = make(number, product, days)
    if kind == "machine":
        return
    technician = ("technician", "technician2")[number % 2]
    job = Job(device, fault, 0, technician, area)
    clock.later(minutes=12)
    if kind == "sent":
        job.dispatch(because="熟悉现场")
    elif kind == "cancelled":
        job.order.action_cancel()
    elif kind != "called":
        finish(job, kind, cause)


def tell_all(cells, weeks=0):
    """Each cell at its day and hour of one week, its ids behind those of the one before.

    :param weeks: how many weeks before the last one
    """
    monday = first_monday(datetime.now().date()) - timedelta(weeks=weeks)
    prepare(monday)
    note_cut(-1)
    for index, cell in enumerate(cells):
        moment = monday + timedelta(days=index % 5, hours=index * 3 % 8, minutes=index)
        clock.set(moment + timedelta(hours=1))
        tell(FIRST + index, *cell)
        note_cut(index)
    clock.freezer.stop()


def note_cut(index):
    """How far the ids of every table have come."""
    env.cr.commit()
    env.cr.execute(
        """
        CREATE TABLE IF NOT EXISTS fill_cut (cell int, sequence text, upto bigint);
        INSERT INTO fill_cut SELECT %s, sequencename, coalesce(last_value, 0)
        FROM pg_sequences WHERE schemaname = 'public';
        CREATE TABLE IF NOT EXISTS fill_stock (cell int, quant int, quantity numeric, reserved numeric);
        INSERT INTO fill_stock SELECT %s, id, quantity, reserved_quantity
        FROM stock_quant WHERE lot_id IS NULL
        """,
        [index, index],
    )
    env.cr.commit()


clock = Clock()
