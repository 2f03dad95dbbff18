"""Suspensions of access: of one person, one organization or one artifact, lifted by two people."""
