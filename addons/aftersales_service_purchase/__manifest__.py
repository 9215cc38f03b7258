{
    "name": "After-Sales Service: Purchase",
    "summary": "Buys the parts that jobs lack, and orders each dispatch to a contractor",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "After-Sales Suite contributors",
    "category": "Services/After-Sales",
    "depends": ["aftersales_service", "purchase_stock"],
    "data": [
        "views/purchase_order_views.xml",
        "views/owed_work_views.xml",
        "views/requisition_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "auto_install": True,
}
