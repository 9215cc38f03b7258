{
    "name": "After-Sales Service: Expenses",
    "summary": "Approved travel claims become expenses of the employee",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "After-Sales Suite contributors",
    "category": "Services/After-Sales",
    "depends": ["aftersales_service", "hr_expense"],
    "data": ["views/hr_expense_views.xml"],
    "auto_install": True,
}
