"""How an installation is put together: settings, addresses, processes and the servers it needs."""
