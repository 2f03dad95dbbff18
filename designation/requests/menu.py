"""The package's menu entries."""

from designation.access.capacities import GOVERNMENT_IN_REQUESTS
from designation.declared import MenuItem
from designation.roles import DEVELOPER_ROLES, GOVERNMENT_ROLES, Role

REVIEWING = GOVERNMENT_ROLES - {Role.EVALUATOR, Role.AUDITOR, Role.INSIDER_RISK_OFFICER, Role.CUSTODIAN}

MENU = (
    MenuItem("Requests", "requests", 20, DEVELOPER_ROLES | GOVERNMENT_IN_REQUESTS),
    MenuItem("Review queue", "review_queue", 40, REVIEWING),
)
