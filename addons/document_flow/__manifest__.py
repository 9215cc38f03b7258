{
    "name": "Documents with Declared Moves",
    "summary": "States, guarded fields, signed text and ledgers that no client can forge",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "After-Sales Suite contributors",
    "category": "Hidden",
    "depends": ["web"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/seal_check.xml",
    ],
}
