{
    "name": "ICP Filing Register: After-Sales Service",
    "summary": "Delivery gate and service orders from findings",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "After-Sales Suite contributors",
    "category": "Services/After-Sales",
    "depends": ["aftersales_icp", "aftersales_service"],
    "data": ["views/aftersales_order_views.xml"],
    "auto_install": True,
}
