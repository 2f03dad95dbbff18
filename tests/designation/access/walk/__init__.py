"""What the walk over every URL needs: who may open what, written out; its people; its world; and its addresses."""
