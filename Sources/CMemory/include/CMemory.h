#ifndef C_MEMORY_H
#define C_MEMORY_H

/// Makes the allocator keep what is freed for the next allocation, where it can be told to.
void memory_keep_freed(void);

#endif
