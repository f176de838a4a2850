"""Programs that mistreat the store in processes of their own: killed, out of disk, without permission."""
