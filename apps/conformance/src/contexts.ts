import { defineContext } from '@mizan/nestjs';

export const UserContext = defineContext('user');
export const BoardContext = defineContext('board');
export const StaffRoomContext = defineContext('staff_room');
export const MixedRoomContext = defineContext('mixed_room');
export const FlakyContext = defineContext('flaky');
