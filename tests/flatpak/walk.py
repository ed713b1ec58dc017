import sys; print("ok - x")
