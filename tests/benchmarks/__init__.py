"""What the engine costs beside its peers. `make bench` runs every row and writes `bench.json`.

Ours and the peer run in processes of their own, over databases of their own in the same server, in paired rounds: a
round of one, a round of the other, and so on. A row's ratio is the median of the rounds' ratios (ours / peer), so
that whatever else the machine does meets both.
"""
