"""What the warranty of machines sold in the last year has cost us so far, and what it may
still cost: the reserve of last month.

Runs after money.py in the same shell.
"""

# Days since each was sold.
SOLD = (330, 318, 296, 281, 262, 255, 233, 214, 205, 187, 171, 158, 140, 121, 96)
# Which of them broke, how many days ago, with what.
BROKEN = (
    (0, 251, "轴承异响", "轴承早期磨损", "demo_part_01"),
    (1, 140, "振动大", "后端盖轴承室磨损", "demo_part_06"),
    (3, 199, "轴承异响", "轴承早期磨损", "demo_part_01"),
    (5, 92, "机壳发热", "后端盖轴承室磨损", "demo_part_06"),
    (6, 155, "轴承异响", "轴承早期磨损", "demo_part_01"),
    (8, 118, "振动大", "轴承早期磨损", "demo_part_01"),
    (10, 61, "轴承异响", "轴承早期磨损", "demo_part_01"),
    (12, 88, "机壳发热", "后端盖轴承室磨损", "demo_part_06"),
)


def stock_parts():
    for name in {told[-1] for _place, *told in BROKEN}:
        part = env.ref(f"aftersales_service.{name}")
        shelf = warehouse.lot_stock_id
        env["stock.quant"]._update_available_quantity(part, shelf, len(BROKEN))


def sell_and_mend():
    customer = found_customer()
    sold = [
        sell_machine(customer, "YJ-90L", f"YJ26{number:07d}", days)
        for number, days in enumerate(SOLD, 1)
    ]
    for place, *told in BROKEN:
        serve(sold[place], *told)


def reckon():
    reserve = env["aftersales.reserve"].with_user(people("finance")).create({})
    reserve.action_reckon()


stock_parts()
sell_and_mend()
reckon()
env.cr.commit()
