// One suite of DTOs, compiled by tsc, swc and oxc in dto-suite.test.ts. Under this name it is not part of the build.
import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/mapped-types';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import {
  ArrayMinSize,
  Equals,
  IsArray,
  IsBoolean,
  IsDate,
  IsDateString,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsPositive,
  IsString,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { z } from 'zod';
import { enumOf, nullable, Nullable, Typed } from './index.js';

export enum State {
  Open = 'open',
  Paid = 'paid',
}

export enum Level {
  Low,
  High,
}

export class Profile {
  @IsInt() user_id!: number;
  @IsString() name!: string;
  @IsOptional() @IsString() email?: string | null = null;
}

export class Order {
  @IsInt() id!: number;
  @IsNumber() total!: number;
  @IsIn(['open', 'paid']) state: 'open' | 'paid' = 'open';
}

export class Status {
  @IsBoolean() ok!: boolean;
}

export class WhoAmI {
  @Nullable() @IsInt() user_id!: number | null;
  @IsBoolean() staff!: boolean;
}

export class Filter {
  @IsString() text!: string;
  @IsIn(['open', 'paid'], { each: true }) states: ('open' | 'paid')[] = [];
}

export class Board {
  @Typed() team!: string;
  @Typed() archived!: boolean;
  @Typed(['string']) cards!: string[];
}

export class Scalars {
  @IsInt() integer!: number;
  @Min(0) @IsInt() alsoInteger!: number;
  @IsPositive() number!: number;
  @IsBoolean() boolean!: boolean;
  @MaxLength(3) text!: string;
  @IsEmail() email!: string;
  @IsDateString() day!: string;
  @IsDate() @Type(() => Date) at!: Date;
  @IsObject() open!: Record<string, unknown>;
  @Equals('card') kind!: 'card';
}

export class Enums {
  @IsEnum(State) state!: State;
  @IsEnum(State, { each: true }) states!: State[];
  @IsEnum(Level) level!: Level;
  @IsIn(['a', 'b']) letter!: 'a' | 'b';
  @IsIn([1, 2.5]) number!: number;
  @IsOptional() @IsEnum(State) maybe?: State;
  @IsEnum(State) initially: State = State.Open;
}

export class Inferred {
  @Typed() text!: string;
  @Typed() number!: number;
  @Typed() flag!: boolean;
  @Typed() at!: Date;
  @Typed() order!: Order;
  @Expose() exposed!: string;
  @Exclude() secret!: string;
}

export class Said {
  @Typed('integer') id!: number;
  @Typed(nullable('string')) note!: string | null;
  @Typed([nullable('integer')]) numbers!: (number | null)[];
  @Typed([['string']]) table!: string[][];
  @Typed(enumOf(State)) state!: State;
  @Typed(enumOf('a', 'b')) letter!: 'a' | 'b';
  @Typed('json') open!: unknown;
  @Typed(Date) at!: Date;
  @Typed([Order]) orders!: Order[];
  @Typed(nullable(Order)) order!: Order | null;
  @Typed(z.object({ x: z.int(), y: z.int() })) point!: { x: number; y: number };
  @IsString({ each: true }) @Transform(({ value }) => value, { toClassOnly: true }) tags!: string[];
}

export class Optionality {
  @IsOptional() @IsInt() leftOut?: number;
  @Nullable() @IsInt() nullable!: number | null;
  @IsOptional() @Nullable() @IsInt() both?: number | null;
  @ValidateIf((_, value) => value !== null) @IsInt() byCondition!: number | null;
  @ValidateIf((_, value) => value !== undefined) @IsInt() undefinedOnly?: number;
  @ValidateIf((object: Optionality) => object.leftOut === 1) @IsInt() dependent?: number;
  @IsInt() initially = 5;
  @IsDate() @Type(() => Date) now: Date = new Date(0);
}

export class Nested {
  @ValidateNested() @Type(() => Order) order!: Order;
  @ValidateNested({ each: true }) @Type(() => Order) orders!: Order[];
  @IsArray() @ArrayMinSize(1) @ValidateNested() @Type(() => Order) atLeastOne!: Order[];
  @IsOptional() @ValidateNested() @Type(() => Filter) filter?: Filter;
}

export class Comment {
  @IsString() text!: string;
  @ValidateNested({ each: true }) @Type(() => Comment) replies: Comment[] = [];
  @Typed(() => nullable(Comment)) parent: Comment | null = null;
}

export class Base {
  @IsInt() id!: number;
  @IsString() title: string = 'untitled';
}

export class Derived extends Base {
  @IsOptional() @IsString() note?: string;
  @IsString() override title: string = 'derived';
}

export class Partial extends PartialType(Order) {}
export class Picked extends PickType(Order, ['id', 'state']) {}
export class Omitted extends OmitType(Said, ['order', 'orders', 'point', 'tags', 'letter']) {}
export class Joined extends IntersectionType(Status, PickType(Said, ['letter'])) {}
export class Kept extends PartialType(WhoAmI, { skipNullProperties: false }) {}

export class Documented {
  @ApiProperty({ description: 'What it is called' }) name!: string;
  @ApiProperty({ enum: State }) state!: State;
  @ApiProperty({ enum: State, isArray: true }) states!: State[];
  @ApiProperty({ type: () => Order, nullable: true }) order!: Order | null;
  @ApiProperty({ type: [Order] }) orders!: Order[];
  @ApiPropertyOptional({ type: 'integer' }) count?: number;
  @ApiProperty() @Typed('integer', { description: 'How many' }) many!: number;
}
