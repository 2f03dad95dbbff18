"""The machines of partners and selections."""
