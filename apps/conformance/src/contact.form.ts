import { Field, FormCheck, FormInvalid, MizanFile, MizanForm, nullable, Typed, Upload } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import {
  IsBoolean,
  IsDate,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

export class Contact {
  @Field({ label: 'Your name', helpText: 'As on your badge' })
  @MaxLength(80)
  name!: string;

  @IsEmail()
  @MaxLength(320)
  email!: string;

  @Field({ initial: 'help' })
  @IsIn(['sales', 'help'])
  topic!: string;

  @Field({ widget: 'textarea' })
  @MinLength(10)
  message!: string;

  @IsOptional()
  @IsInt()
  @Min(18)
  age?: number;

  @IsOptional()
  @IsNumber()
  score?: number;

  @IsOptional()
  @IsDate()
  day?: Date;

  @IsOptional()
  @IsUrl()
  site?: string;

  @Field({ widget: 'password' })
  @IsOptional()
  @IsString()
  password?: string;

  @IsOptional()
  @IsBoolean()
  urgent?: boolean;

  @Upload()
  @IsOptional()
  attachment?: MizanFile;
}

export class Receipt {
  @Typed()
  sent!: boolean;

  @Typed()
  to!: string;

  @Typed(nullable('integer'))
  bytes!: number | null;
}

@Injectable()
export class ContactForm {
  @MizanForm({
    name: 'contact',
    title: 'Contact Us',
    submitLabel: 'Send',
    liveFormErrors: true,
    output: Receipt,
  })
  send({ topic, attachment }: Contact): Receipt {
    return { sent: true, to: topic, bytes: attachment?.size ?? null };
  }

  @FormCheck('contact')
  isNeverUrgent({ topic, urgent }: Partial<Contact>): void {
    if (topic === 'sales' && urgent === true)
      throw new FormInvalid(null, 'never_urgent', 'Sales is never urgent');
  }
}
